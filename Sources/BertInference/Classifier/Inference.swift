package import BertBaselines
package import BertData
package import BertEncoder
package import BertFeatures
package import BertKernels
import BertText

/// Runs a classifier over many texts. The model's weights must be packed already.
package struct Inference {
  private let model: SequenceClassifier
  private let lanes: BatchLanes
  private let compute: Compute
  /// The labelled texts that vote in place of the model's head; nil where the head predicts.
  private let neighbours: NeighbourClassifier?
  /// The labelled texts of which the nearest is appended to a text before the classifier sees it; nil where none is.
  private let appended: AppendedNeighbours?

  package init(
    model: SequenceClassifier, compute: Compute, neighbours: NeighbourClassifier? = nil,
    appended: AppendedNeighbours? = nil
  ) {
    self.model = model
    self.compute = compute
    self.neighbours = neighbours
    self.appended = appended
    lanes = BatchLanes(compute)
  }

  /// The logits of each text, in the order of the texts; the mean where a text has several windows.
  ///
  /// - Parameters:
  ///   - texts: The texts, tokenized.
  ///   - isCancelled: Called before batches.
  /// - Returns: `[texts, C]`, row after row.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  package func logits(
    _ texts: [TextEncoder.Encoded], isCancelled: () -> Bool = { false }
  ) throws(PredictionInterrupted) -> [Double] {
    if let neighbours { return votes(neighbours, try meanFeatures(texts, isCancelled: isCancelled)) }
    let texts = try completed(texts, isCancelled: isCancelled)
    return try means(of: texts, width: model.classes, isCancelled: isCancelled) {
      model.logits($0, into: $1, compute: $2)
    }
  }

  /// The logits of each text and the features that the classifier sees, side by side; the mean where a text has several
  /// windows.
  ///
  /// - Returns: `[texts, C + H]`, row after row.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  package func logitsAndFeatures(
    _ texts: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [Double] {
    if let neighbours {
      let features = try meanFeatures(texts, isCancelled: isCancelled), logits = votes(neighbours, features)
      var rows: [Double] = []
      for row in texts.indices {
        rows += logits[row * model.classes..<(row + 1) * model.classes]
        rows += features.values[row * features.columns..<(row + 1) * features.columns].map(Double.init)
      }
      return rows
    }
    let texts = try completed(texts, isCancelled: isCancelled)
    return try means(
      of: texts, width: model.classes + model.configuration.hiddenSize, isCancelled: isCancelled
    ) {
      model.logitsAndFeatures($0, into: $1, compute: $2)
    }
  }

  /// The logits by the votes of the labelled texts, `[texts, C]`; all NaN where a feature is not finite.
  private func votes(_ neighbours: NeighbourClassifier, _ features: FeatureMatrix) -> [Double] {
    let rows = Matrix(rows: features.rows, columns: features.columns, values: features.values)
    guard let queries = try? UnitRows(rows, inPlace: true, compute: compute) else {
      return [Double](repeating: .nan, count: features.rows * model.classes)
    }
    return neighbours.logits(queries, compute: compute)
  }

  /// The logits of each text and the features that the classifier sees, with the kept features of a store; it keeps
  /// those that are computed. Both are the mean where a text has several windows. The logits are those of
  /// ``logits(_:isCancelled:)``.
  ///
  /// - Returns: `[texts, C]` and `[texts, H]`.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  package func logits(
    _ texts: [TextEncoder.Encoded], from store: FeatureStore, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> (logits: [Double], features: FeatureMatrix) {
    let texts = try completed(texts, from: store, isCancelled: isCancelled)
    let rows = try features(texts, store: store, isCancelled: isCancelled, progress: { _, _ in }).features
    let means = Self.means(rows, of: texts)
    if let neighbours { return (votes(neighbours, means), means) }
    let logits = Matrix(rows: rows.rows, columns: model.classes)
    if rows.rows > 0 {
      model.logits(
        ofFeatures: Matrix(rows: rows.rows, columns: rows.columns, values: rows.values), into: logits, compute: compute)
    }
    return (Self.means(logits.toArray(), of: texts, width: model.classes), means)
  }

  /// The features that the classifier sees of each text, `[texts, H]`; the mean where a text has several windows.
  ///
  /// - Parameters:
  ///   - texts: The texts, tokenized.
  ///   - store: The kept features of windows; nil to keep none.
  ///   - isCancelled: Called before batches.
  ///   - progress: Windows done, windows in all; called after batches.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  package func meanFeatures(
    _ texts: [TextEncoder.Encoded], from store: FeatureStore? = nil, isCancelled: () -> Bool,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(PredictionInterrupted) -> FeatureMatrix {
    Self.means(
      try features(texts, store: store, isCancelled: isCancelled, progress: progress).features, of: texts)
  }

  /// The mean of the token states of each text, up to a common scale, `[texts, H]`; the mean where a text has several
  /// windows.
  ///
  /// - Parameters:
  ///   - texts: The texts, tokenized.
  ///   - store: The kept features of windows; nil to keep none.
  ///   - isCancelled: Called before batches.
  ///   - progress: Windows done, windows in all; called after batches.
  /// - Precondition: The model was made by ``SequenceClassifier/init(meanPooling:)``.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  package func sentenceFeatures(
    _ texts: [TextEncoder.Encoded], from store: FeatureStore?, isCancelled: () -> Bool,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(PredictionInterrupted) -> FeatureMatrix {
    var features = try meanFeatures(texts, from: store, isCancelled: isCancelled, progress: progress)
    let offset = model.featureOffset
    if offset != 0 { for index in features.values.indices { features.values[index] -= offset } }
    return features
  }

  /// The texts as the classifier sees them: each with the nearest labelled text appended, where the model does so.
  private func completed(
    _ texts: [TextEncoder.Encoded], from store: FeatureStore? = nil, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [TextEncoder.Encoded] {
    guard let appended else { return texts }
    return appended.completing(
      texts, try sentenceFeatures(texts, from: store, isCancelled: isCancelled), compute: compute)
  }

  /// The mean of the rows of each text's windows, `[texts, H]`.
  private static func means(_ rows: FeatureMatrix, of texts: [TextEncoder.Encoded]) -> FeatureMatrix {
    FeatureMatrix(
      rows: texts.count, columns: rows.columns,
      values: means(rows.values, of: texts, width: rows.columns).map(Float.init))
  }

  /// The mean of the rows of each text's windows, `[texts, width]`.
  private func means(
    of texts: [TextEncoder.Encoded], width: Int, isCancelled: () -> Bool,
    _ run: (TokenBatch, _ out: Matrix, Compute) -> Void
  ) throws(PredictionInterrupted) -> [Double] {
    let rows = try lanes.rows(
      of: texts.flatMap(\.windows), width: width, isCancelled: isCancelled, progress: { _ in }, run)
    return Self.means(rows, of: texts, width: width)
  }

  /// The same from computed rows, `[windows, width]`.
  private static func means(_ rows: [Float], of texts: [TextEncoder.Encoded], width: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: texts.count * width)
    for (window, text) in owners(of: texts).enumerated() {
      let share = 1 / Double(texts[text].windows.count)
      for column in 0..<width { sums[text * width + column] += share * Double(rows[window * width + column]) }
    }
    return sums
  }

  /// The features that the classifier sees of every window of every text.
  ///
  /// - Parameters:
  ///   - texts: The texts, tokenized.
  ///   - store: The kept features of windows; nil to keep none.
  ///   - isCancelled: Called before batches.
  ///   - progress: Windows done, windows in all; called after batches.
  /// - Returns: The features `[windows, H]`, and the text that each window belongs to.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  package func features(
    _ texts: [TextEncoder.Encoded], store: FeatureStore? = nil, isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(PredictionInterrupted) -> (features: FeatureMatrix, owners: [Int]) {
    try windowRows(
      texts, width: model.configuration.hiddenSize, store: store, isCancelled: isCancelled, progress: progress
    ) { model.pooledFeatures($0, into: $1, compute: $2) }
  }

  /// The features that the classifier would see of every window of every text if the encoder ended after its first
  /// layer, its second, and so on.
  ///
  /// - Parameters:
  ///   - texts: The texts, tokenized.
  ///   - store: The kept features of windows, made for layers; nil to keep none.
  ///   - isCancelled: Called before batches.
  ///   - progress: Windows done, windows in all; called after batches.
  /// - Returns: The features `[windows, layers · H]`, and the text that each window belongs to.
  /// - Precondition: As for ``SequenceClassifier/layersBelowMean``.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  package func layerFeatures(
    _ texts: [TextEncoder.Encoded], store: FeatureStore?, isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(PredictionInterrupted) -> (features: FeatureMatrix, owners: [Int]) {
    try windowRows(
      texts, width: model.layersBelowMean * model.configuration.hiddenSize, store: store, isCancelled: isCancelled,
      progress: progress
    ) { model.layerFeatures($0, into: $1, compute: $2) }
  }

  /// One row of values for each window, `[windows, width]`.
  private func windowRows(
    _ texts: [TextEncoder.Encoded], width: Int, store: FeatureStore?, isCancelled: () -> Bool,
    progress: (Int, Int) -> Void, _ run: (TokenBatch, _ out: Matrix, Compute) -> Void
  ) throws(PredictionInterrupted) -> (features: FeatureMatrix, owners: [Int]) {
    let windows = texts.flatMap(\.windows)
    func computed(_ part: [Encoding], _ done: Int) throws(PredictionInterrupted) -> [Float] {
      try lanes.rows(
        of: part, width: width, isCancelled: isCancelled, progress: { progress(done + $0, windows.count) }, run)
    }
    let rows = if let store { try store.rows(of: windows, compute: computed) } else { try computed(windows, 0) }
    return (FeatureMatrix(rows: windows.count, columns: width, values: rows), Self.owners(of: texts))
  }

  /// The text that each window belongs to.
  private static func owners(of texts: [TextEncoder.Encoded]) -> [Int] {
    texts.enumerated().flatMap { repeatElement($0.offset, count: $0.element.windows.count) }
  }
}
