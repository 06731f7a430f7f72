import Foundation
import Testing

/// The service with labels that the model never learnt: what `predict` answers, which BertInferenceTests hold against the
/// references.
struct ServeDescribedTests {
  private static let folder = Result { try Folder() }
  /// A directory with an entailment head.
  private static let entailment = Result {
    try TinyModel.write(
      to: folder.get().url.appendingPathComponent("entailment"), labels: ["contradiction", "neutral", "ENTAILMENT"])
  }
  private static let labels = "pos=a good screen,neg=\"an awful, bad cable\""
  private static let texts = ["a good screen", "awful", "the book and the page"]

  private func expect(_ model: String, _ arguments: [String]) throws {
    let offline = try Program.run(
      ["predict", model, "--offline", "--threads", "1", "--labels", Self.labels] + arguments
        + Self.texts.flatMap { ["--text", $0] })
    #expect(offline.status == 0, "\(offline)")
    let server = try Server(model, ["--labels", Self.labels] + arguments)
    let list = String(decoding: try JSONSerialization.data(withJSONObject: ["input": Self.texts]), as: UTF8.self)
    let answer = try server.classify(list)
    #expect(answer.status == 200, "\(answer)")
    let results = try #require(answer.json["results"] as? [[String: Any]])
    #expect(results.count == 3 && offline.outputLines.count == 3)
    for (result, line) in zip(results, offline.outputLines) {
      let told = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(result["label"] as? String == told["label"] as? String)
      #expect(result["labels"] as? [String] == told["labels"] as? [String])
      #expect(result["scores"] as? [String: Double] == told["scores"] as? [String: Double])
    }
    let pair = try server.classify(#"{"input":[{"text":"a","pair":"b"}]}"#)
    #expect(pair.status == 400 && pair.body.contains("pair_unexpected"), "\(pair)")
    let vectors = try server.request("POST", "/v1/embeddings", body: #"{"input":"good"}"#)
    #expect(vectors.status == 200, "\(vectors)")
    #expect(try server.request("GET", "/").body.contains("Which label does a text get?"))
  }

  @Test func anEncoderAnswersAsInPredict() throws {
    try expect(Fixture.encoder.get(), ["--template", "this is {}.", "--template", "{}", "--temperature", "0.1"])
  }

  @Test(arguments: [[], ["--multi-label"]]) func anEntailmentHeadAnswersAsInPredict(_ arguments: [String]) throws {
    try expect(Self.entailment.get(), arguments)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let encoder = try Fixture.encoder.get()
    let cases: [(model: String, arguments: [String], status: Int32, words: String)] = [
      (encoder, ["--template", "{}"], 64, "--template needs labels"),
      (encoder, ["--labels", "pos=good"], 64, "at least two labels"),
      (encoder, ["--labels", Self.labels, "--multi-label"], 64, "need a classifier of entailment"),
      (try Fixture.classifier.get(), ["--labels", Self.labels], 64, "labels"),
      (encoder, ["--labels", Self.labels, "--label-descriptions", "labels.tsv"], 64, "not both"),
    ]
    for refused in cases {
      let told = try Program.run(["serve", refused.model, "--port", "0", "--offline"] + refused.arguments)
      #expect(told.status == refused.status && told.errors.contains(refused.words), "\(refused.arguments): \(told)")
    }
  }
}
