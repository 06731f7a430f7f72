package import BertBaselines
package import BertEncoder
package import BertKernels
import BertText

/// Runs the model over many texts.
package struct Inference {
  package let model: SequenceClassifier
  package let compute: Compute

  package init(model: SequenceClassifier, compute: Compute) {
    self.model = model
    self.compute = compute
  }

  /// The logits of each text, in the order of the texts; of several windows the mean.
  ///
  /// - Parameter isCancelled: asked before each batch.
  /// - Returns: [texts, C], row after row.
  /// - Throws: `interrupted`.
  package func logits(
    _ texts: [TextEncoder.Encoded], isCancelled: () -> Bool = { false }
  ) throws(TuningError) -> [Double] {
    let classes = model.classes
    let (owners, rows) = try vectors(texts, width: classes, isCancelled: isCancelled, progress: { _, _ in }) {
      model.logits($0, compute: compute)
    }
    var sums = [Double](repeating: 0, count: texts.count * classes)
    for (window, text) in owners.enumerated() {
      let share = 1 / Double(texts[text].windows.count)
      for label in 0..<classes { sums[text * classes + label] += share * Double(rows[window * classes + label]) }
    }
    return sums
  }

  /// The pooler's output for every window of every text.
  ///
  /// - Parameter progress: windows done, windows in all; called after each batch.
  /// - Returns: the features [windows, H] and the text that each window belongs to.
  package func features(
    _ texts: [TextEncoder.Encoded], isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(TuningError) -> (features: FeatureMatrix, owners: [Int]) {
    let width = model.configuration.hiddenSize
    let (owners, rows) = try vectors(texts, width: width, isCancelled: isCancelled, progress: progress) {
      model.pooledFeatures($0, compute: compute)
    }
    return (FeatureMatrix(rows: owners.count, columns: width, values: rows), owners)
  }

  private func vectors(
    _ texts: [TextEncoder.Encoded], width: Int, isCancelled: () -> Bool, progress: (Int, Int) -> Void,
    _ run: (TokenBatch) -> Matrix
  ) throws(TuningError) -> (owners: [Int], rows: [Float]) {
    var owners: [Int] = []
    var windows: [Encoding] = []
    for (index, text) in texts.enumerated() {
      owners.append(contentsOf: repeatElement(index, count: text.windows.count))
      windows.append(contentsOf: text.windows)
    }
    var rows = [Float](repeating: 0, count: windows.count * width)
    var done = 0
    for batch in BatchPlan.batches(lengths: windows.map(\.ids.count)) {
      if isCancelled() { throw .interrupted(checkpoint: nil) }
      let values = run(TokenBatch(batch.lazy.map { windows[$0] })).toArray()
      for (row, window) in batch.enumerated() {
        rows.replaceSubrange(
          window * width..<(window + 1) * width, with: values[row * width..<(row + 1) * width])
      }
      done += batch.count
      progress(done, windows.count)
    }
    return (owners, rows)
  }
}
