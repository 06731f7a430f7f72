import Foundation
import Testing

/// The columns that a bundle learnt from are taken again where the data has them.
struct RememberedColumnTests {
  private func run(_ arguments: String...) throws -> Program.Outcome { try Program.run(arguments) }

  private func columns(_ bundle: String) throws -> [String: String]? {
    let record =
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: bundle + "/bertft.json"))) as? [String: Any]
    return (record?["data"] as? [String: Any])?["columns"] as? [String: String]
  }

  @Test func namedColumnsAreAskedForOnce() throws {
    let folder = try Folder(), out = folder.path("bundle")
    let rows = Reviews.csv(rows: 60).split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    // Both names would be ambiguous, and the text alone is the wrong one.
    let data = try folder.write(
      "title,body,text,stars,mood\n" + rows.map { "\($0[0]),the,wrong,3,\($0[1])\n" }.joined(), as: "data.csv")
    let trained = try run(
      "train", data, "--method", "tfidf", "--text-column", "title,body", "--label-column", "mood", "--out", out)
    #expect(trained.status == 0, "\(trained)")
    #expect(trained.errors.contains("text column 'title,body', label column 'mood'"), "\(trained)")
    #expect(try columns(out) == ["text": "title,body", "label": "mood"])

    let judged = try run("evaluate", out, data, "--json")
    let named = try run("evaluate", out, data, "--json", "--text-column", "title,body", "--label-column", "mood")
    #expect(judged.status == 0 && judged.output == named.output && judged.output.contains("\"rows\":60"), "\(judged)")
    let answered = try run("predict", out, data)
    #expect(answered.status == 0 && answered.output.contains("{\"text\":\"\(rows[0][0])\\n\\nthe\""), "\(answered)")
    #expect(answered.errors.contains("text column 'title,body'"), "\(answered)")
    // What is named goes first; a file without the columns is read by the names it has.
    #expect(try run("predict", out, data, "--text-column", "text").output.hasPrefix("{\"text\":\"wrong\""))
    let other = try folder.write("id,review\n1,good\n", as: "other.csv")
    #expect(try run("predict", out, other).output.hasPrefix("{\"text\":\"good\""))
    let lines = try folder.write(
      "{\"mood\":\"pos\",\"body\":\"b\",\"title\":\"a\",\"text\":\"c\"}\n", as: "lines.jsonl")
    #expect(try run("predict", out, lines).output.hasPrefix("{\"text\":\"a\\n\\nb\""))
    let quiet = try run("predict", out, lines, "--quiet")
    #expect(quiet.status == 0 && quiet.errors.isEmpty, "\(quiet)")
  }

  /// Numbers of columns say nothing about another file, and a text file has none.
  @Test func columnsWithoutNamesAreNotRemembered() throws {
    let folder = try Folder(), out = folder.path("bundle")
    let rows = Reviews.csv(rows: 60).split(separator: "\n").dropFirst().joined(separator: "\n")
    let data = try folder.write(rows + "\n", as: "data.csv")
    let trained = try run(
      "train", data, "--method", "tfidf", "--no-header", "--text-column", "1", "--label-column", "2", "--out", out)
    #expect(trained.status == 0 && !trained.errors.contains("text column"), "\(trained)")
    #expect(try columns(out) == nil)
  }

  @Test func pairsNeedNoColumnAgain() throws {
    let folder = try Folder(), out = folder.path("bundle")
    let rows = Reviews.csv(rows: 60).split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let data = try folder.write("a,b,label\n" + rows.map { "\($0[0]),box,\($0[1])\n" }.joined(), as: "data.csv")
    let trained = try run(
      "train", data, "--method", "tfidf", "--text-column", "a", "--text-pair-column", "b", "--out", out)
    #expect(trained.status == 0, "\(trained)")
    #expect(try columns(out) == ["text": "a", "pair": "b", "label": "label"])
    let answered = try run("predict", out, data)
    #expect(answered.status == 0 && answered.output.contains("\"pair\":\"box\""), "\(answered)")
  }
}
