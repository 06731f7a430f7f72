import BertData

/// The layer of the encoder that a head reads, and why; a member of `bertft.json`.
package struct LayerRecord: Sendable, Equatable, Codable {
  /// The layer, from 1.
  package let layer: Int
  /// The cross-validated loss of each layer from the first up, a mean over rows: log loss, or squared error of a
  /// number. Empty where layers were not compared.
  package var losses: [Double] = []
  /// The rows of these losses, or the training rows where these are too few to compare layers; a long text has a row
  /// for each window. 0 where a label has too few rows to hold some out.
  package var rows = 0
  /// How much lower the loss of the best layer is than that of the last.
  package var gain: Double?
  /// The standard error of ``gain``.
  package var standardError: Double?

  private enum CodingKeys: String, CodingKey {
    case layer, losses, rows, gain
    case standardError = "standard_error"
  }

  /// The choice and its reason, as a phrase for people.
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
