public import BertData
import BertEncoder
import BertInference
import BertText
public import Foundation

/// The texts on which a student learns to imitate its teacher; labels are ignored.
///
/// ```swift
/// import BertFT
/// import Foundation
///
/// let teacher = URL(fileURLWithPath: "reviews-bertft", isDirectory: true)
/// var data = try DistillationData(teacher: teacher, validationShare: 0.1, seed: 42)
/// try data.add(Example(text: "A lovely screen.", line: 1))
/// print(data.trainingTexts)
/// ```
public struct DistillationData: Sendable, RunInput {
  let teacher: Teacher
  /// Tokens of a sequence at the most, special ones included.
  public let maxLength: Int
  /// The training texts, encoded.
  private(set) var training: [TextEncoder.Encoded] = []
  /// The validation texts, encoded.
  private(set) var held: [TextEncoder.Encoded] = []
  /// The tokens of all texts, before truncation.
  private(set) var usedIDs: Set<Int32> = []
  /// Texts by which the written student is checked.
  private(set) var probes: [Example] = []

  private let reader: TextEncoder
  private let prompt: String
  private let validationShare: Double
  private let seed: UInt64
  private var content = ContentDigest()

  private static let probeCount = 1000
  /// The maximum length for a teacher that is not a bundle.
  private static let usualLength = 128

  /// Opens the teacher.
  ///
  /// - Parameters:
  ///   - teacher: A bundle with an encoder, a classifier that transformers wrote, or an encoder.
  ///   - maxLength: Tokens of a sequence at the most, special ones included; nil for the bundle's, or 128.
  ///   - validationShare: The share of the texts, approximately, that is held out for validation. A hash of the text
  ///     decides, so that equal texts are on the same side.
  ///   - seed: Seed of that hash.
  /// - Throws: ``TuningError`` for a share out of range, and for a model that cannot be distilled.
  public init(teacher: URL, maxLength: Int? = nil, validationShare: Double, seed: UInt64) throws(TuningError) {
    try TrainingOptions.check(
      "validation", validationShare, validationShare >= 0 && validationShare < 1,
      "must be a file, or a share from 0 to below 1")
    if let maxLength {
      try TrainingOptions.check(
        "max-length", maxLength, maxLength >= 3, "must be at least 3, the special tokens and one more")
    }
    self.teacher = try Teacher(at: teacher)
    let usual = self.teacher.record?.text.map(\.maxLength) ?? Self.usualLength
    self.maxLength = min(maxLength ?? usual, self.teacher.source.longestSequence)
    reader = self.teacher.reader(maxLength: self.maxLength)
    prompt = self.teacher.record?.text?.prompt ?? ""
    self.validationShare = validationShare
    self.seed = seed
  }

  /// The number of training texts.
  public var trainingTexts: Int { training.count }
  /// The number of validation texts.
  public var validationTexts: Int { held.count }

  /// Adds a text, or a pair where the teacher reads pairs, to the training or the validation texts by the share.
  ///
  /// - Throws: ``TuningError/inference(_:)`` for a text that the teacher cannot read.
  public mutating func add(_ row: Example) throws(TuningError) {
    let judges = validationShare > 0 && SeededGenerator.uniform(of: row.text, seed: seed) < validationShare
    try add(row, judges: judges)
  }

  /// Adds a validation text.
  ///
  /// - Throws: As ``add(_:)``.
  public mutating func addValidation(_ row: Example) throws(TuningError) { try add(row, judges: true) }

  private mutating func add(_ row: Example, judges: Bool) throws(TuningError) {
    content.add(judges ? 1 : 0)
    content.add(row.text)
    if let pair = row.pair { content.add(pair) }
    let record = teacher.record, reader = reader
    let encoded = try TuningError.translating { () throws(InferenceError) in
      try record?.check(row)
      return try reader.encode(row)
    }
    let tokenizer = teacher.source.tokenizer.tokenizer
    usedIDs.formUnion(tokenizer.encodeIDs(prompt + row.text, pair: row.pair, options: EncodingOptions()).ids)
    if probes.count < Self.probeCount { probes.append(row) }
    if judges { held.append(encoded) } else { training.append(encoded) }
  }

  var digest: String { content.hexadecimal }
}
