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
    try means(of: texts, width: model.classes, isCancelled: isCancelled) { model.logits($0, into: $1, compute: $2) }
  }

  /// The logits of each text and what the classifier sees of it, side by side; of several windows the mean.
  ///
  /// - Returns: `[texts, C + H]`, row after row.
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  package func logitsAndFeatures(
    _ texts: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [Double] {
    try means(of: texts, width: model.classes + model.configuration.hiddenSize, isCancelled: isCancelled) {
      model.logitsAndFeatures($0, into: $1, compute: $2)
    }
  }

  /// What the classifier sees of each text, `[texts, H]`; of several windows the mean.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  package func meanFeatures(
    _ texts: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> FeatureMatrix {
    let width = model.configuration.hiddenSize
    let values = try means(of: texts, width: width, isCancelled: isCancelled) {
      model.pooledFeatures($0, into: $1, compute: $2)
    }
    return FeatureMatrix(rows: texts.count, columns: width, values: values.map(Float.init))
  }

  /// The mean of the rows of each text's windows, `[texts, width]`.
  private func means(
    of texts: [TextEncoder.Encoded], width: Int, isCancelled: () -> Bool,
    _ run: (TokenBatch, _ out: Matrix, Compute) -> Void
  ) throws(PredictionInterrupted) -> [Double] {
    let rows = try lanes.rows(
      of: texts.flatMap(\.windows), width: width, isCancelled: isCancelled, progress: { _ in }, run)
    var sums = [Double](repeating: 0, count: texts.count * width)
    for (window, text) in Self.owners(of: texts).enumerated() {
      let share = 1 / Double(texts[text].windows.count)
      for column in 0..<width { sums[text * width + column] += share * Double(rows[window * width + column]) }
    }
    return sums
  }

  /// What the classifier sees of every window of every text.
  ///
  /// - Parameters:
  ///   - store: Where features are kept between runs; nil where they are not.
  ///   - progress: Windows done, windows in all; called after batches.
  /// - Returns: The features `[windows, H]`, and the text that each window belongs to.
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  package func features(
    _ texts: [TextEncoder.Encoded], store: FeatureStore? = nil, isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(PredictionInterrupted) -> (features: FeatureMatrix, owners: [Int]) {
    let width = model.configuration.hiddenSize, windows = texts.flatMap(\.windows)
    func computed(_ part: [Encoding], _ done: Int) throws(PredictionInterrupted) -> [Float] {
      try lanes.rows(
        of: part, width: width, isCancelled: isCancelled, progress: { progress(done + $0, windows.count) }
      ) {
        model.pooledFeatures($0, into: $1, compute: $2)
      }
    }
    let rows = if let store { try store.rows(of: windows, compute: computed) } else { try computed(windows, 0) }
    return (FeatureMatrix(rows: windows.count, columns: width, values: rows), Self.owners(of: texts))
  }

  /// The text that each window belongs to.
  private static func owners(of texts: [TextEncoder.Encoded]) -> [Int] {
    texts.enumerated().flatMap { repeatElement($0.offset, count: $0.element.windows.count) }
  }
}
