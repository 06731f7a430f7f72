public import BertData
import BertEncoder
import BertInference
import BertStorage
import BertText
public import Foundation

/// The texts of a run that learns to predict masked tokens: as ids alone, so that a corpus takes four bytes a token.
///
/// ```swift
/// import BertFT
///
/// let encoder = try await Hub().model("all-MiniLM-L6-v2")
/// var data = try MaskedTrainingData(encoder: encoder, maxLength: 128, validationShare: 0, seed: 42)
/// try data.add(Example(text: "A text of the domain.", line: 1))
/// print(data.trainingTexts)
/// ```
public struct MaskedTrainingData: Sendable, RunInput {
  /// Of the texts that are learnt from and of those that judge.
  private(set) var training: MaskingCorpus
  private(set) var held: MaskingCorpus
  /// Texts that are learnt from.
  public private(set) var trainingTexts = 0
  /// Texts that judge.
  public private(set) var validationTexts = 0

  private let model: PretrainedModel
  private let vocabulary: MaskingVocabulary
  private let validationShare: Double
  private let seed: UInt64
  private var content = ContentDigest()

  /// Opens the encoder's tokenizer.
  ///
  /// - Parameters:
  ///   - encoder: The directory of the encoder that is to learn.
  ///   - maxLength: Tokens of a sequence at the most, special ones included; longer texts are cut into several.
  ///   - validationShare: The share of the texts that judge, about; by what a text says, so that equal texts are on one
  ///     side.
  ///   - seed: Decides which.
  /// - Throws: ``TuningError`` for a share out of range, for a directory that is no model's, and for a tokenizer without a
  ///   mask.
  public init(encoder: URL, maxLength: Int, validationShare: Double, seed: UInt64) throws(TuningError) {
    try TrainingOptions.check(
      "validation", validationShare, validationShare >= 0 && validationShare < 1,
      "must be a file, or a share from 0 to below 1")
    model = try TuningError.translating { () throws(InferenceError) in try PretrainedModel(at: encoder) }
    vocabulary = try MaskingVocabulary(
      model.tokenizer, rows: model.configuration.vocabularySize, path: encoder.path)
    let tokenizer = model.tokenizer.tokenizer
    training = MaskingCorpus(tokenizer, maxLength: min(maxLength, model.longestSequence))
    held = training
    self.validationShare = validationShare
    self.seed = seed
  }

  /// Adds a text, and the second of a pair as one of its own. The share decides where it goes.
  ///
  /// - Throws: ``TuningError/inference(_:)`` for a text with tokens that the encoder has no rows for.
  public mutating func add(_ row: Example) throws(TuningError) {
    for text in Self.texts(of: row) {
      try add(
        text, line: row.line,
        judges: validationShare > 0 && SeededGenerator.uniform(of: text, seed: seed) < validationShare)
    }
  }

  /// Adds a text that judges.
  ///
  /// - Throws: As ``add(_:)``.
  public mutating func addValidation(_ row: Example) throws(TuningError) {
    for text in Self.texts(of: row) { try add(text, line: row.line, judges: true) }
  }

  private static func texts(of row: Example) -> [String] { [row.text, row.pair].compactMap { $0 } }

  private mutating func add(_ text: String, line: Int, judges: Bool) throws(TuningError) {
    content.add(judges ? 1 : 0)
    content.add(text)
    let model = model, vocabulary = vocabulary
    func put(_ text: String, into corpus: inout MaskingCorpus) throws(TuningError) -> Int {
      let before = corpus.emptyTexts
      do {
        try corpus.add(Example(text: text, line: line), model, vocabulary)
      } catch {
        throw TuningError(error)
      }
      return corpus.emptyTexts == before ? 1 : 0
    }
    if judges {
      validationTexts += try put(text, into: &held)
    } else {
      trainingTexts += try put(text, into: &training)
    }
  }

  /// Texts of which nothing remained to be predicted.
  public var emptyTexts: Int { training.emptyTexts + held.emptyTexts }

  package var digest: String { content.hexadecimal }

  /// The masks of the texts.
  func masking(_ options: TrainingOptions) throws(TuningError) -> Masking {
    try vocabulary.masking(options)
  }
}
