package import BertBaselines

/// Chooses the layer whose states are best for a head, by cross-validation on the training rows. Legend: L layers, H
/// features.
package struct LayerTrial {
  /// The features after each layer, side by side, `[rows, L · H]`.
  private let features: FeatureMatrix
  private let targets: LinearTargets
  /// L
  package let layers: Int

  /// The most rows that the layers are compared on, evenly spaced among all rows.
  private static let enough = 1000
  /// The least number of rows: with fewer, neither the losses nor their standard errors are reliable.
  static let fewest = 50
  /// Standard errors that the gain of a layer over the last must exceed. It is more than one because the best of
  /// several layers is ahead by chance often, and the encoder was pre-trained with its last layer as the output.
  static let certainty = 2.0

  /// - Parameters:
  ///   - features: The features after each layer, side by side, `[rows, L · H]`.
  ///   - targets: The target of each row.
  ///   - layers: L
  package init(features: FeatureMatrix, targets: LinearTargets, layers: Int) {
    self.features = features
    self.targets = targets
    self.layers = layers
  }

  /// Chooses a layer: the last, unless another one's loss is lower by more than two standard errors of the paired
  /// difference. Of few rows the last is chosen without a comparison.
  ///
  /// - Returns: nil where `isCancelled` returned true.
  package func choose(isCancelled: () -> Bool) -> LayerRecord? {
    guard features.rows >= Self.fewest else { return LayerRecord(layer: layers, rows: features.rows) }
    let stride = max(1, (features.rows + Self.enough - 1) / Self.enough)
    let rows = Array(Swift.stride(from: 0, to: features.rows, by: stride))
    let compared = features.selecting(rows), truth = targets.selecting(rows), search = StrengthSearch(truth)
    var losses: [[Double]] = []
    for layer in 0..<layers {
      if isCancelled() { return nil }
      guard let held = search.heldLosses(columns(of: layer, compared), truth) else { return LayerRecord(layer: layers) }
      losses.append(held.losses)
    }
    let count = Double(max(1, rows.count)), means = losses.map { $0.reduce(0, +) / count }
    // Of layers with equal losses the highest is best.
    var best = layers - 1
    for layer in means.indices.reversed() where means[layer] < means[best] { best = layer }
    let gain = LossGain(losses[layers - 1], losses[best])
    return LayerRecord(
      layer: best < layers - 1 && gain.exceeds(Self.certainty) ? best + 1 : layers, losses: means, rows: rows.count,
      gain: gain.mean, standardError: gain.standardError)
  }

  /// The columns of a layer, from 0, `[rows, H]`.
  private func columns(of layer: Int, _ rows: FeatureMatrix) -> FeatureMatrix {
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
