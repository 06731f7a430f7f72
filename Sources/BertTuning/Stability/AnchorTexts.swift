public import BertData
import BertEncoder
import BertInference
import Foundation

/// Texts that keep an encoder near its pretrained weights during fine-tuning: their masked tokens are learnt beside the
/// task.
public struct AnchorTexts: Sendable {
  /// The texts.
  public let texts: [Example]
  /// SHA-256 of the file of the texts, where it is known.
  public var fileSHA256: String?

  /// - Parameter texts: Texts of any kind; their labels are ignored.
  /// - Throws: ``TuningError/noRows(part:)`` where there are none.
  public init(_ texts: [Example]) throws(TuningError) {
    guard !texts.isEmpty else { throw .noRows(part: "anchor") }
    self.texts = texts
  }
}

/// The texts as `bertft.json` holds them.
struct AnchorRecord: Codable {
  let rows: Int
  let fileSHA256: String?

  private enum CodingKeys: String, CodingKey {
    case rows
    case fileSHA256 = "file_sha256"
  }

  init(_ anchor: AnchorTexts) {
    rows = anchor.texts.count
    fileSHA256 = anchor.fileSHA256
  }
}

/// The anchoring texts as sequences that are masked beside the task.
struct Anchor {
  let texts: MixedTexts
  let shares: MixedShares
  /// Tensors of the head for masked tokens that the checkpoint lacks.
  let newTensors: [String]

  /// - Parameters:
  ///   - weight: The weight of the masked tokens beside the task.
  ///   - encoded: The tokenized texts.
  ///   - model: Has the head for masked tokens.
  /// - Throws: `maskingUnfit` for a tokenizer without a mask and for texts without words; `option`.
  init(
    _ encoded: [TextEncoder.Encoded], weight: Double, _ source: PretrainedModel, _ model: SequenceClassifier,
    _ options: TrainingOptions
  ) throws(TuningError) {
    let vocabulary = try MaskingVocabulary(
      source.tokenizer, rows: source.configuration.vocabularySize, path: source.url.path)
    let corpus = vocabulary.maskable(encoded.flatMap(\.windows))
    guard corpus.count > 0 else {
      throw .maskingUnfit(path: source.url.path, reason: "the texts that anchor it have no words; give others")
    }
    texts = MixedTexts(corpus: corpus, masking: try vocabulary.masking(options), passesBefore: 0)
    shares = MixedShares(task: 1, masked: weight)
    newTensors = model.freshAddedParameters
  }

  /// A task with the masked tokens beside it, judged as the task is.
  func mixed<Task: Objective>(_ task: Task) -> MixedTask<Task> {
    MixedTask(task: task, texts: texts, shares: shares, held: nil, validation: nil)
  }
}

extension TrainingSession {
  /// Checks that anchoring texts and their weight are given together, and refuses several questions with them.
  ///
  /// - Throws: `option`.
  static func validateAnchor(_ job: TrainingJob) throws(TuningError) {
    func check(_ isValid: Bool, _ rule: String) throws(TuningError) {
      try TrainingOptions.check("anchor", "", isValid, rule)
    }
    guard job.options.stability?.anchorWeight != nil else {
      return try check(job.data.anchor == nil, "needs a weight of the masked tokens beside the task")
    }
    try check(job.data.anchor != nil, "needs texts whose masked tokens are learnt beside the task")
    try check(job.data.questions.isEmpty, "is for one question about a text")
  }
}
