/// How well a classifier does on labelled rows. Legend: C classes.
///
/// The figures are scikit-learn's: `accuracy_score`, `f1_score(labels=range(C), zero_division=0)` with `average`
/// `macro` and `weighted`, `precision_recall_fscore_support`, `confusion_matrix(labels=range(C))`, `log_loss` on
/// float64. A label of the set with no row in truth or prediction counts as F1 0 in the macro mean.
public struct ClassificationMetrics: Sendable, Equatable {
  /// Bins of the calibration error.
  public static let calibrationBins = 15

  /// Rows judged.
  public let rows: Int
  /// The share of rows whose label was predicted; the highest probability predicts, the lower index where two are
  /// equal.
  public let accuracy: Double
  /// The mean of the labels' F1.
  public let macroF1: Double
  /// The mean of the labels' F1, weighted by support.
  public let weightedF1: Double
  /// The mean of −ln p of the true label, p held in [ε, 1−ε] with ε = 2⁻⁵².
  public let logLoss: Double
  /// Expected calibration error (Guo et al., "On Calibration of Modern Neural Networks", 2017): over 15 bins of equal
  /// width, open below and closed above, of the highest probability, the mean distance between accuracy and mean
  /// probability, weighted by rows.
  public let calibrationError: Double
  /// The classes' names, in order.
  public let labels: [String]
  /// Rows by true label (first index) and predicted label (second), [C, C].
  public let confusionMatrix: [[Int]]

  /// Judges probabilities.
  ///
  /// - Parameters:
  ///   - labels: the classes' names, C.
  ///   - truth: the true label's index of each row, each in 0..<C.
  ///   - probabilities: C numbers a row that sum to one.
  /// - Precondition: as many rows in `truth` as in `probabilities`, C numbers in each.
  public init(labels: [String], truth: [Int], probabilities: [[Double]]) {
    precondition(truth.count == probabilities.count, "a row of probabilities for each label is needed")
    precondition(probabilities.allSatisfy { $0.count == labels.count }, "a probability for each class is needed")
    self.init(labels: labels, truth: truth, flatProbabilities: Array(probabilities.joined()))
  }

  /// Judges probabilities in row-major order, [rows, C].
  ///
  /// With no rows all figures are 0. A number that is not finite, which a diverged model may give, counts as 0.
  ///
  /// - Parameters:
  ///   - labels: the classes' names, C.
  ///   - truth: the true label's index of each row, [rows].
  ///   - flatProbabilities: [rows, C].
  /// - Precondition: `flatProbabilities.count == truth.count * labels.count`; each truth in 0..<C.
  public init(labels: [String], truth: [Int], flatProbabilities: [Double]) {
    let classes = labels.count
    precondition(flatProbabilities.count == truth.count * classes, "a probability for each row and class is needed")
    var matrix = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    var loss = 0.0
    var calibration = CalibrationBins(count: Self.calibrationBins)
    let epsilon = Double.ulpOfOne
    for (row, label) in truth.enumerated() {
      let start = row * classes
      func probability(_ index: Int) -> Double {
        let value = flatProbabilities[start + index]
        return value.isFinite ? value : 0
      }
      var best = 0
      for index in 1..<max(classes, 1) where probability(index) > probability(best) { best = index }
      matrix[label][best] += 1
      loss -= Self.logarithm(min(max(probability(label), epsilon), 1 - epsilon))
      calibration.add(confidence: probability(best), isCorrect: best == label)
    }
    self.init(
      labels: labels, matrix: matrix, logLoss: truth.isEmpty ? 0 : loss / Double(truth.count),
      calibrationError: calibration.error)
  }

  /// Everything but the two figures that need probabilities follows from the matrix.
  init(labels: [String], matrix: [[Int]], logLoss: Double, calibrationError: Double) {
    self.labels = labels
    confusionMatrix = matrix
    self.logLoss = logLoss
    self.calibrationError = calibrationError
    let perClass = Self.perClass(matrix)
    let rows = perClass.reduce(0) { $0 + $1.support }
    self.rows = rows
    let divisor = Double(max(rows, 1))
    accuracy = Double(matrix.indices.reduce(0) { $0 + matrix[$1][$1] }) / divisor
    macroF1 = perClass.reduce(0) { $0 + $1.f1 } / Double(max(perClass.count, 1))
    weightedF1 = perClass.reduce(0) { $0 + $1.f1 * Double($1.support) } / divisor
  }

  /// Figures of each class, in the order of `labels`.
  public var perClass: [ClassMetrics] { Self.perClass(confusionMatrix) }

  /// The value of one metric; nil for one of another problem.
  public func value(for metric: Metric) -> Double? {
    switch metric {
    case .accuracy: accuracy
    case .macroF1: macroF1
    case .weightedF1: weightedF1
    case .logLoss: logLoss
    case .calibrationError: calibrationError
    case .microF1, .samplesF1, .subsetAccuracy, .mse, .mae, .r2, .pearson, .spearman, .taskMean, .f1, .precision,
      .recall:
      nil
    }
  }

  private static func perClass(_ matrix: [[Int]]) -> [ClassMetrics] {
    matrix.indices.map { label in
      ClassMetrics(
        correct: matrix[label][label], predicted: matrix.reduce(0) { $0 + $1[label] },
        support: matrix[label].reduce(0, +))
    }
  }
}
