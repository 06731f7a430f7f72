package import BertBaselines
package import BertData
package import BertEncoder
package import BertKernels
import BertText

/// Runs a classifier over many texts. The model's weights must be packed already.
package struct Inference {
  private let model: SequenceClassifier
  private let lanes: BatchLanes

  package init(model: SequenceClassifier, compute: Compute) {
    self.model = model
    lanes = BatchLanes(compute)
  }

  /// The logits of each text, in the order of the texts; of several windows the mean.
  ///
  /// - Parameter isCancelled: Asked before batches.
  /// - Returns: `[texts, C]`, row after row.
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  package func logits(
    _ texts: [TextEncoder.Encoded], isCancelled: () -> Bool = { false }
  ) throws(PredictionInterrupted) -> [Double] {
    let classes = model.classes, windows = texts.flatMap(\.windows)
    let rows = try lanes.rows(of: windows, width: classes, isCancelled: isCancelled, progress: { _ in }) {
      model.logits($0, into: $1, compute: $2)
    }
    var sums = [Double](repeating: 0, count: texts.count * classes)
    for (window, text) in Self.owners(of: texts).enumerated() {
      let share = 1 / Double(texts[text].windows.count)
      for label in 0..<classes { sums[text * classes + label] += share * Double(rows[window * classes + label]) }
    }
    return sums
  }

  /// What the classifier sees of every window of every text.
  ///
  /// - Parameter progress: Windows done, windows in all; called after batches.
  /// - Returns: The features `[windows, H]`, and the text that each window belongs to.
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  package func features(
    _ texts: [TextEncoder.Encoded], isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(PredictionInterrupted) -> (features: FeatureMatrix, owners: [Int]) {
    let width = model.configuration.hiddenSize, windows = texts.flatMap(\.windows)
    let rows = try lanes.rows(
      of: windows, width: width, isCancelled: isCancelled, progress: { progress($0, windows.count) }
    ) {
      model.pooledFeatures($0, into: $1, compute: $2)
    }
    return (FeatureMatrix(rows: windows.count, columns: width, values: rows), Self.owners(of: texts))
  }

  /// The text that each window belongs to.
  private static func owners(of texts: [TextEncoder.Encoded]) -> [Int] {
    texts.enumerated().flatMap { repeatElement($0.offset, count: $0.element.windows.count) }
  }
}
