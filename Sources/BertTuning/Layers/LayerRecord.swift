import BertData

/// Which layer of the encoder a head sees and why, as `bertft.json` holds it.
package struct LayerRecord: Sendable, Equatable, Codable {
  /// The layer, from 1.
  package let layer: Int
  /// Mean loss of the training rows held out, by the layer from the first up: log loss, or squared error of a number. Empty where
  /// nothing could be held out.
  package var losses: [Double] = []
  /// Rows that the losses are of, or that were too few for it; of a long text a row for each window. 0 where those of a label were.
  package var rows = 0
  /// How much less the loss of the best layer is than that of the last, and the standard error of this.
  package var gain: Double?
  package var standardError: Double?

  private enum CodingKeys: String, CodingKey {
    case layer, losses, rows, gain
    case standardError = "standard_error"
  }

  /// What was chosen and on what grounds, for people.
  package var sentence: String {
    guard let gain, let standardError, let least = losses.min(), let last = losses.last else {
      return "layer \(layer), the last, because "
        + (rows > 0
          ? "\(Figures.count(rows, "row")) are too few to compare layers on: \(LayerTrial.fewest) are needed"
          : "too few rows of a label could be held out to compare layers")
    }
    let best = (losses.firstIndex(of: least) ?? 0) + 1
    let figures = "cross-validated loss \(Figures.fixed(least, 3))",
      other = "that of the last \(Figures.fixed(last, 3))"
    let difference = "a gain of \(Figures.fixed(gain, 3)) ± \(Figures.fixed(standardError, 3))"
    if best == losses.count { return "layer \(layer), the last, has the least \(figures)" }
    return best == layer
      ? "layer \(layer) of \(losses.count) has the \(figures), \(other), \(difference)"
      : "layer \(layer), the last, because layer \(best) has the \(figures) and \(other), \(difference), which is not above "
        + "two standard errors"
  }
}
