import Foundation
import Testing
import _TestSupport

/// Encoders with other tokenizers than WordPiece, from training to prediction, and what transformers makes of the bundle.
struct TokenizerFormTests {
  /// The encoders, made once: starting Python with torch takes longer than all the rest.
  private static let encoders = Result {
    let folder = try Folder()
    let corpus = try folder.write(Reviews.csv(rows: 60), as: "corpus.txt")
    _ = try oracle("tokenizer_model.py", [corpus, folder.url.path, "roberta", "xlm-roberta", "albert"])
    return folder
  }

  private static func oracle(_ script: String, _ arguments: [String]) throws -> String {
    try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/\(script)"), arguments: arguments)
  }

  private struct Prediction: Decodable {
    let text: String
    let label: String
    let logits: [Float]
  }
  private struct Answer: Decodable {
    let logits: [[Float]]
    let labels: [String]
  }

  /// Known words, unknown ones, accents in both forms, CJK, an emoji of several scalars, added tokens, spaces.
  private static let texts = [
    "good lovely screen", "The battery is awful and broken !", "caf\u{E9} cafe\u{301} \u{FB01}ne",
    "\u{6570}\u{5B66} box",
    "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} great", "  two  spaces\tand a tab ", "a<mask>b [MASK] <s> size",
    String(repeating: "this was very long and ", count: 20),
  ]

  @Test(
    .enabled(if: Oracle.isAvailable),
    arguments: [("roberta", false), ("roberta", true), ("xlm-roberta", false), ("albert", true)])
  func transformersGivesTheSameLogits(model: String, isPair: Bool) throws {
    let folder = try Folder()
    let reviews = Reviews.csv(rows: 60)
    let data = try folder.write(isPair ? Self.withPairs(reviews) : reviews, as: "reviews.csv")
    let columns = isPair ? ["--text-pair-column", "pair"] : []
    let encoder = try Self.encoders.get().path(model)
    let bundle = folder.path("bundle")
    let trained = try Program.run(
      [
        "train", data, "--model", encoder, "--out", bundle, "--method", "finetune", "--epochs", "2", "--batch-size",
        "8",
        "--max-length", "24", "--learning-rate", "1e-3", "--offline", "--quiet",
      ] + columns)
    #expect(trained.status == 0, "\(trained)")
    let evaluated = try Program.run(["evaluate", bundle, data, "--json"] + columns)
    #expect(evaluated.status == 0 && evaluated.output.contains("\"rows\":60"), "\(evaluated)")

    let texts = Self.texts
    // Each text with another, shorter or longer.
    let pairs = zip(texts, texts.reversed()).map { [$0, $1] }
    let rows =
      try isPair
      ? pairs.map { try Self.json(["text": $0[0], "pair": $0[1]]) } : texts.map { try Self.json(["text": $0]) }
    let input = try folder.write(rows.joined(separator: "\n"), as: "texts.jsonl")
    let predicted = try Program.run(["predict", bundle, input, "--logits", "--quiet"] + columns)
    #expect(predicted.status == 0, "\(predicted)")
    let predictions = try predicted.outputLines.map {
      try JSONDecoder().decode(Prediction.self, from: Data($0.utf8))
    }
    #expect(predictions.map(\.text) == texts)

    let list = try folder.write(isPair ? Self.json(pairs) : Self.json(texts), as: "texts.json")
    let answer = try JSONDecoder().decode(
      Answer.self,
      from: Data(Self.oracle("bundle_logits.py", [bundle, "24", list]).utf8))
    #expect(Set(answer.labels) == ["pos", "neg", "neu"])
    for (prediction, expected) in zip(predictions, answer.logits) {
      for (logit, value) in zip(prediction.logits, expected) {
        #expect(abs(logit - value) < 1e-4, "\(model): \(prediction.text.debugDescription)")
      }
      let best = expected.indices.max { expected[$0] < expected[$1] } ?? 0
      #expect(prediction.label == answer.labels[best])
    }
    // Logits that hardly differ would agree whatever the tokens were.
    #expect(Set(answer.logits.map { ($0[0] * 1000).rounded() }).count > 4)
  }

  private static func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
  }

  /// Adds a column with the text of the row before.
  private static func withPairs(_ csv: String) -> String {
    var previous = "pair"
    return csv.split(separator: "\n").map { line in
      let parts = line.split(separator: ",").map(String.init)
      defer { previous = parts[0] }
      return "\(parts[0]),\(previous),\(parts[1])\n"
    }.joined()
  }
}
