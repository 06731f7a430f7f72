package import BertBaselines

/// Chooses the layer whose states suit a head by cross-validation on the training rows. Legend: L layers, H features.
package struct LayerTrial {
  /// What a classifier sees behind each layer, `[rows, L · H]`.
  private let features: FeatureMatrix
  private let targets: LinearTargets
  /// L
  package let layers: Int

  /// Rows that the layers are compared on at the most, spread over all.
  private static let enough = 1000
  /// Rows from which layers are compared: of fewer neither the losses nor their standard error say much.
  static let fewest = 50
  /// Standard errors that the gain of a layer is to exceed. The best of several is compared with the last, so that one would be
  /// exceeded by chance too often; the last is the one that the encoder was trained to be read from.
  static let certainty = 2.0

  /// - Parameters:
  ///   - features: What a classifier sees behind each layer, `[rows, L · H]`.
  ///   - targets: What it is to learn, a target a row.
  ///   - layers: L
  package init(features: FeatureMatrix, targets: LinearTargets, layers: Int) {
    self.features = features
    self.targets = targets
    self.layers = layers
  }

  /// The last layer stays unless another has a lower loss by more than two standard errors of the difference, row by row, and
  /// where the rows are few.
  ///
  /// - Returns: nil where `isCancelled` said true.
  package func choose(isCancelled: () -> Bool) -> LayerRecord? {
    guard features.rows >= Self.fewest else { return LayerRecord(layer: layers, rows: features.rows) }
    let stride = max(1, (features.rows + Self.enough - 1) / Self.enough)
    let rows = Array(Swift.stride(from: 0, to: features.rows, by: stride))
    let compared = features.selecting(rows), truth = targets.selecting(rows), search = StrengthSearch(truth)
    var losses: [[Double]] = []
    for layer in 0..<layers {
      if isCancelled() { return nil }
      guard let held = search.heldLosses(behind(layer, compared), truth) else { return LayerRecord(layer: layers) }
      losses.append(held.losses)
    }
    let count = Double(max(1, rows.count)), means = losses.map { $0.reduce(0, +) / count }
    // Of equal losses the higher layer.
    var best = layers - 1
    for layer in means.indices.reversed() where means[layer] < means[best] { best = layer }
    let gain = LossGain(losses[layers - 1], losses[best])
    return LayerRecord(
      layer: best < layers - 1 && gain.exceeds(Self.certainty) ? best + 1 : layers, losses: means, rows: rows.count,
      gain: gain.mean,
      standardError: gain.standardError)
  }

  /// The columns of a layer, `[rows, H]`.
  private func behind(_ layer: Int, _ rows: FeatureMatrix) -> FeatureMatrix {
    let width = rows.columns / layers
    var values: [Float] = []
    values.reserveCapacity(rows.rows * width)
    for row in 0..<rows.rows {
      let start = row * rows.columns + layer * width
      values += rows.values[start..<start + width]
    }
    return FeatureMatrix(rows: rows.rows, columns: width, values: values)
  }
}
