/// How well a model with several labels per text does on labelled rows. Legend: C labels.
///
/// The figures are scikit-learn's: `f1_score(zero_division=0)` with `average` `micro`, `macro` and `samples`,
/// `accuracy_score` of whole rows, `precision_recall_fscore_support`, `roc_auc_score` and `average_precision_score` of
/// each label.
public struct MultiLabelMetrics: Sendable, Equatable {
  /// How well one label is found.
  public struct Label: Sendable, Equatable {
    /// The label's name.
    public let name: String
    /// Precision, recall and F1 at the threshold, and the rows that have the label.
    public let figures: ClassMetrics
    /// The score from which the label holds.
    public let threshold: Double
    /// The area under the ROC curve; nil where all rows have the label, or none has.
    public let areaUnderROC: Double?
    /// The mean precision over the recalls; nil where no row has the label.
    public let averagePrecision: Double?
  }

  /// Rows judged.
  public let rows: Int
  /// F1 over all pairs of a row and a label.
  public let microF1: Double
  /// The mean of the labels' F1.
  public let macroF1: Double
  /// The mean of the rows' F1; a row without any label, true or predicted, counts as 0.
  public let samplesF1: Double
  /// The share of rows whose labels are all right.
  public let subsetAccuracy: Double
  /// The figures of each label, in order.
  public let labels: [Label]

  /// Judges scores.
  ///
  /// - Parameters:
  ///   - names: the labels, C.
  ///   - truth: whether each label holds, [rows][C].
  ///   - scores: the scores in row-major order, [rows, C]. A score that is not finite counts as 0.
  ///   - thresholds: the score from which each label holds, [C].
  /// - Precondition: the counts fit.
  public init(names: [String], truth: [[Bool]], scores: [Double], thresholds: [Double]) {
    let count = names.count
    precondition(scores.count == truth.count * count, "a score for each row and label is needed")
    precondition(thresholds.count == count, "a threshold for each label is needed")
    func score(_ row: Int, _ label: Int) -> Double {
      let value = scores[row * count + label]
      return value.isFinite ? value : 0
    }
    var correct = [Int](repeating: 0, count: count), predicted = correct, support = correct
    var samples = 0.0, whole = 0
    for (row, flags) in truth.enumerated() {
      precondition(flags.count == count, "a flag for each label is needed")
      var hits = 0, given = 0, had = 0
      for label in 0..<count {
        let holds = score(row, label) >= thresholds[label]
        if holds { predicted[label] += 1 }
        if flags[label] { support[label] += 1 }
        if holds && flags[label] { correct[label] += 1 }
        hits += holds && flags[label] ? 1 : 0
        given += holds ? 1 : 0
        had += flags[label] ? 1 : 0
      }
      samples += given + had > 0 ? Double(2 * hits) / Double(given + had) : 0
      whole += hits == given && hits == had ? 1 : 0
    }
    let each = names.indices.map { label in
      let column = truth.indices.map { score($0, label) }, flags = truth.map { $0[label] }
      let ranking = Ranking(scores: column, isPositive: flags)
      return Label(
        name: names[label],
        figures: ClassMetrics(correct: correct[label], predicted: predicted[label], support: support[label]),
        threshold: thresholds[label], areaUnderROC: ranking.areaUnderROC, averagePrecision: ranking.averagePrecision)
    }
    let divisor = Double(max(1, truth.count))
    self.init(
      rows: truth.count,
      microF1: ClassMetrics(
        correct: correct.reduce(0, +), predicted: predicted.reduce(0, +), support: support.reduce(0, +)
      ).f1,
      macroF1: each.reduce(0) { $0 + $1.figures.f1 } / Double(max(1, count)), samplesF1: samples / divisor,
      subsetAccuracy: Double(whole) / divisor, labels: each)
  }

  init(rows: Int, microF1: Double, macroF1: Double, samplesF1: Double, subsetAccuracy: Double, labels: [Label]) {
    self.rows = rows
    self.microF1 = microF1
    self.macroF1 = macroF1
    self.samplesF1 = samplesF1
    self.subsetAccuracy = subsetAccuracy
    self.labels = labels
  }
}

extension MultiLabelMetrics {
  /// The threshold for a label with the best F1 on some rows; nil unless some of them have the label and some do not.
  ///
  /// - Parameters:
  ///   - scores: the score of each row, [rows].
  ///   - isPositive: whether each row has the label, [rows].
  package static func bestThreshold(scores: [Double], isPositive: [Bool]) -> Double? {
    Ranking(scores: scores, isPositive: isPositive).bestThreshold
  }
}
