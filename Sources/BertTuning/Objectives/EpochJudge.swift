import BertData
import BertEncoder
import BertKernels

/// Rows that a model is judged by after each epoch.
protocol EpochJudge {
  /// How good the model is now; nil where there are no rows.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  func judge(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement?
}
