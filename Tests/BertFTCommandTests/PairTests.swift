import Foundation
import Testing

/// A model of pairs takes pairs, and one of single texts takes these: everywhere, whichever its method.
struct PairTests {
  private static let rows = (0..<40).map { row in
    let good = row % 2 == 0
    return "a \(good ? "good" : "bad") book \(row),\(good ? "yes" : "no") it is,\(good ? "pos" : "neg")\n"
  }

  private func expect(_ outcome: Program.Outcome, says word: String) {
    #expect(outcome.status == 65 && outcome.errors.contains(word) && outcome.errorLines.count <= 2, "\(outcome)")
    #expect(outcome.output.isEmpty)
  }

  @Test func quantizeComparesOnRowsOfTheModelsKind() throws {
    let folder = try Folder()
    let data = try folder.write("text,reply,label\n" + Self.rows.joined(), as: "data.csv")
    let others = try folder.write("text,answer,label\n" + Self.rows.joined(), as: "others.csv")
    let pairs = ["--text-pair-column", "reply"]
    for (trained, given, word) in [(pairs, [], "on pairs of texts"), ([], pairs, "on single texts")] {
      // The columns that it learnt from are taken again where they are there.
      let unfit = given.isEmpty ? others : data
      let bundle = folder.path("bundle\(trained.count)"), small = folder.path("small")
      #expect(try Program.run(try Fixture.training(data, out: bundle, epochs: 1) + trained).status == 0)
      let quantize = ["quantize", bundle, "--out", small, "--min-agreement", "0", "--data"]
      expect(try Program.run(quantize + [unfit] + given), says: word)
      #expect(!FileManager.default.fileExists(atPath: small))
      expect(try Program.run(["evaluate", bundle, unfit] + given), says: word)
      let right = try Program.run(quantize + [data] + trained)
      #expect(right.status == 0, "\(right)")
      // What the integers say is read by the other commands too.
      for command in [
        ["evaluate", small, data] + trained, ["embed", data, "--out", small + ".npy", "--model", small],
      ] {
        let outcome = try Program.run(command)
        #expect(outcome.status == 0, "\(outcome)")
      }
      try FileManager.default.removeItem(atPath: small)
    }
  }

  /// The record says what a simple model learnt from.
  @Test(arguments: ["tfidf", "fasttext", "nbsvm"], [true, false])
  func simpleModelsTakeRowsOfTheirKind(_ method: String, ofPairs: Bool) throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let data = try folder.write("text,reply,label\n" + Self.rows.joined(), as: "data.csv")
    let pairs = ["--text-pair-column", "reply"]
    let (own, other) = ofPairs ? (pairs, []) : ([], pairs)
    // The columns that it learnt from are taken again where they are there.
    let unfit = ofPairs ? try folder.write("text,answer,label\n" + Self.rows.joined(), as: "others.csv") : data
    #expect(try Program.run(["train", data, "--method", method, "--out", bundle] + own).status == 0)
    try record(pairs: ofPairs, in: bundle)
    let word = ofPairs ? "on pairs of texts" : "on single texts"
    for command in ["evaluate", "predict"] {
      expect(try Program.run([command, bundle, unfit] + other), says: word)
      let right = try Program.run([command, bundle, data])
      #expect(right.status == 0 && !right.output.isEmpty, "\(right)")
    }
    let single = try Program.run(["predict", bundle, "--text", "good"])
    #expect(single.status == (ofPairs ? 65 : 0), "\(single)")
  }

  /// Writes the member of the record.
  private func record(pairs: Bool, in bundle: String) throws {
    let file = URL(fileURLWithPath: bundle + "/bertft.json")
    var members = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    members["pairs"] = pairs
    try JSONSerialization.data(withJSONObject: members).write(to: file)
  }
}
