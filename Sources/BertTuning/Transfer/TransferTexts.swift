import BertData
import BertInference

/// The texts that a head is adapted to another domain with, as sequences.
struct TransferTexts {
  let adaptation: Adaptation
  let seed: UInt64
  let target: [TextEncoder.Encoded]
  /// Labelled texts of the target to learn from, and their labels.
  let labelled: [TextEncoder.Encoded]
  let labelledTargets: [Int]
  /// Labelled texts of the target to judge by, and their labels; empty where the test is of the source.
  let test: [TextEncoder.Encoded]
  let testTargets: [Int]
  /// Whether the effect of the adaptation is measured or estimated.
  let isJudged: Bool
  /// The files of the training texts, and the file of each text; empty for one source.
  let sources: [SourceFile]
  let origins: [Int]
}

extension TransferTexts {
  /// - Returns: nil for a run of one domain.
  init?(_ session: TrainingSession) {
    guard let adaptation = session.options.adaptation, let domain = session.job.data.target else { return nil }
    self.adaptation = adaptation
    seed = session.options.seed
    target = session.encodedTarget
    labelled = session.encodedLabelled
    labelledTargets = domain.labelled.map { $0.label ?? 0 }
    test = domain.isTested && domain.isJudged ? session.encodedTest : []
    testTargets = session.job.data.test.map { $0.label ?? 0 }
    isJudged = domain.isJudged
    sources = session.job.data.sources
    origins = sources.isEmpty ? [] : session.job.data.training.map(\.origin)
  }
}
