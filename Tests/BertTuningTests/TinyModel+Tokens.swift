import BertData
import BertTuning
import Foundation

extension TinyModel {
  /// Sentences of filler with entities `GOOD` and `BAD` of one or two words, and their tags in BIO. Each word has one tag.
  static func taggedRows(_ count: Int, seed: UInt64 = 5) -> [TokenRow] {
    var generator = SeededGenerator(seed: seed)
    func pick(_ words: [String]) -> String { words[generator.next(below: words.count)] }
    return (0..<count).map { index in
      var words: [String] = []
      var tags: [TokenTag] = []
      for label in [["GOOD", "BAD"], ["BAD", "GOOD"], ["GOOD"], []][index % 4] {
        for _ in 0...generator.next(below: 3) {
          words.append(pick(filler))
          tags.append(.outside)
        }
        for place in 0...generator.next(below: 2) {
          let begins = label == "GOOD" ? good : bad
          words.append(pick(place == 0 ? begins : Array(label == "GOOD" ? neutral.prefix(2) : neutral.suffix(2))))
          tags.append(TokenTag(place == 0 ? .begin : .inside, label))
        }
      }
      words.append(pick(filler))
      tags.append(.outside)
      return TokenRow(.words(words, tags: tags), line: index * 10 + 1)
    }
  }

  static func tokenData(_ count: Int = 96, held: Int = 24, test: [TokenRow] = []) throws -> TokenTrainingData {
    let rows = taggedRows(count)
    return try TokenTrainingData(
      scheme: .bio, training: Array(rows.dropLast(held)), validation: Array(rows.suffix(held)), test: test)
  }

  /// A short run at a rate that the tiny encoder needs.
  static func tokenOptions(_ method: TrainingMethod = .finetune) -> TrainingOptions {
    var options = TrainingOptions.ofTokens
    options.method = method
    options.epochs = 4
    options.batchSize = 8
    options.maxLength = 32
    options.learningRate = method == .finetune ? 2e-3 : 1e-2
    return options
  }

  func tokenJob(
    _ options: TrainingOptions = TinyModel.tokenOptions(), data: TokenTrainingData? = nil
  ) throws -> TokenTrainingJob {
    var job = TokenTrainingJob(
      encoder: encoder, encoderName: "tiny", data: try data ?? Self.tokenData(), options: options, output: output)
    job.threads = 1
    job.program = "bertft test"
    return job
  }
}
