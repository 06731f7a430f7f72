/// A figure by which a model is judged and the best epoch is chosen.
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
  /// For several labels per text: F1 over all pairs of a row and a label.
  case microF1 = "micro-f1"
  /// For several labels per text: the mean of the rows' F1.
  case samplesF1 = "samples-f1"
  /// For several labels per text: the share of rows whose labels are all right.
  case subsetAccuracy = "subset-accuracy"
  /// For numbers: the mean squared error.
  case mse
  /// For numbers: the mean absolute error.
  case mae
  /// For numbers: the share of the variance of the true numbers that is explained.
  case r2
  /// For numbers: Pearson's correlation.
  case pearson
  /// For numbers: Spearman's rank correlation.
  case spearman
  /// For several questions: the mean of their macro F1 (of labels) or R² (of numbers, a negative one counts as 0).
  case taskMean = "task-mean"
  /// For entities: the harmonic mean of precision and recall.
  case f1
  /// For entities: the share of the found ones that are right.
  case precision
  /// For entities: the share of the true ones that are found.
  case recall

  /// Whether more is better.
  public var isHigherBetter: Bool {
    switch self {
    case .accuracy, .macroF1, .weightedF1, .microF1, .samplesF1, .subsetAccuracy, .r2, .pearson, .spearman, .taskMean,
      .f1, .precision, .recall:
      true
    case .logLoss, .calibrationError, .mse, .mae: false
    }
  }

  /// Whether one value is better than another.
  public func isBetter(_ value: Double, than other: Double) -> Bool {
    isHigherBetter ? value > other : value < other
  }

  /// The name for people, as in tables.
  public var title: String {
    switch self {
    case .accuracy: "accuracy"
    case .macroF1: "macro F1"
    case .weightedF1: "weighted F1"
    case .logLoss: "log loss"
    case .calibrationError: "calibration error"
    case .microF1: "micro F1"
    case .samplesF1: "samples F1"
    case .subsetAccuracy: "subset accuracy"
    case .mse: "MSE"
    case .mae: "MAE"
    case .r2: "R²"
    case .pearson: "Pearson"
    case .spearman: "Spearman"
    case .taskMean: "mean of the tasks"
    case .f1: "F1"
    case .precision: "precision"
    case .recall: "recall"
    }
  }
}

extension ProblemType {
  /// The metrics that judge it.
  public var metrics: [Metric] {
    switch self {
    case .singleLabel: [.accuracy, .macroF1, .weightedF1, .logLoss, .calibrationError]
    case .multiLabel: [.microF1, .macroF1, .samplesF1, .subsetAccuracy]
    case .regression: [.mse, .mae, .r2, .pearson, .spearman]
    }
  }

  /// The metric that chooses the best epoch unless another is asked for.
  public var usualMetric: Metric {
    switch self {
    case .singleLabel: .accuracy
    case .multiLabel: .microF1
    case .regression: .mse
    }
  }
}

extension EntityMetrics {
  /// The metrics that judge entities; the first chooses the best epoch unless another is asked for.
  public static let metrics: [Metric] = [.f1, .precision, .recall, .macroF1]
}
