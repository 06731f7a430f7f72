public import BertData
import BertEncoder
import BertInference
import BertStorage
import BertText
public import Foundation

/// The texts of a run that learns to predict masked tokens. Only their token ids are kept, so that a corpus takes four
/// bytes a token.
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
  /// The sequences of the training texts and of the validation texts.
  private(set) var training: MaskingCorpus
  private(set) var held: MaskingCorpus
  /// Number of training texts.
  public private(set) var trainingTexts = 0
  /// Number of validation texts.
  public private(set) var validationTexts = 0

  private let model: PretrainedModel
  private let vocabulary: MaskingVocabulary
  private let validationShare: Double
  private let seed: UInt64
  private var content = ContentDigest()

  /// Opens the encoder's tokenizer.
  ///
  /// - Parameters:
  ///   - encoder: The directory of the encoder to be trained.
  ///   - maxLength: The most tokens in a sequence, special ones included; longer texts are cut into several.
  ///   - validationShare: The share of texts that are held out for validation, about. The content of a text decides, so
  ///     that equal texts are on the same side.
  ///   - seed: Decides which texts are held out.
  /// - Throws: ``TuningError`` for a share out of range, for a directory that is no model's, and for a tokenizer
  ///   without a mask.
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

  /// Adds a text. The second text of a pair counts as a text of its own. The share decides which are held out.
  ///
  /// - Parameter row: The text; its label is not read.
  /// - Throws: ``TuningError/inference(_:)`` for a text with tokens that the encoder has no rows for.
  public mutating func add(_ row: Example) throws(TuningError) {
    for text in Self.texts(of: row) {
      try add(
        text, line: row.line,
        judges: validationShare > 0 && SeededGenerator.uniform(of: text, seed: seed) < validationShare)
    }
  }

  /// Adds a validation text.
  ///
  /// - Parameter row: The text; its label is not read.
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

  /// Texts that had no token to predict.
  public var emptyTexts: Int { training.emptyTexts + held.emptyTexts }

  var digest: String { content.hexadecimal }

  /// How the texts are masked.
  func masking(_ options: TrainingOptions) throws(TuningError) -> Masking {
    try vocabulary.masking(options)
  }
}
