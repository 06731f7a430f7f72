/// A figure by which a classifier is judged and the best epoch is chosen.
public enum Metric: String, Sendable, CaseIterable, Codable {
  /// The share of rows whose label was predicted.
  case accuracy
  /// The mean of the labels' F1.
  case macroF1 = "macro-f1"
  /// The mean of the labels' F1, weighted by their rows.
  case weightedF1 = "weighted-f1"
  /// The mean negative logarithm of the true label's probability.
  case logLoss = "log-loss"
  /// The expected calibration error.
  case calibrationError = "calibration-error"

  /// Whether more is better.
  public var isHigherBetter: Bool {
    switch self {
    case .accuracy, .macroF1, .weightedF1: true
    case .logLoss, .calibrationError: false
    }
  }

  /// Whether one value is better than another.
  public func isBetter(_ value: Double, than other: Double) -> Bool {
    isHigherBetter ? value > other : value < other
  }
}
