import BertStorage

/// How far off the answers are where the labels are numbers, such as stars, which accuracy takes for mere names.
///
/// The figures are scikit-learn's: `mean_absolute_error` of the numbers, and `cohen_kappa_score(weights="quadratic")` over
/// all labels in the order of their numbers.
public struct OrderedFigures: Sendable, Equatable {
  /// The mean distance between the true number and the one that was answered.
  public let meanAbsoluteError: Double
  /// 1 where all answers are right, 0 where they are as far off as by chance; nil where every row has one label.
  public let weightedKappa: Double?

  /// Judges the confusion matrix; nil for labels that are not three different numbers or more, and without rows.
  public init?(_ metrics: ClassificationMetrics) {
    let numbers = metrics.labels.compactMap(Self.number)
    guard numbers.count == metrics.labels.count, numbers.count > 2, Set(numbers).count == numbers.count,
      metrics.rows > 0
    else { return nil }
    let ranks = numbers.map { number in numbers.count { $0 < number } }
    let matrix = metrics.confusionMatrix, rows = Double(metrics.rows)
    let truth = matrix.map { Double($0.reduce(0, +)) },
      answers = matrix.indices.map { label in Double(matrix.reduce(0) { $0 + $1[label] }) }
    var distance = 0.0, seen = 0.0, expected = 0.0
    for one in matrix.indices {
      for other in matrix.indices {
        let weight = Double((ranks[one] - ranks[other]) * (ranks[one] - ranks[other]))
        distance += abs(numbers[one] - numbers[other]) * Double(matrix[one][other])
        seen += weight * Double(matrix[one][other])
        expected += weight * truth[one] * answers[other] / rows
      }
    }
    meanAbsoluteError = distance / rows
    weightedKappa = expected > 0 ? 1 - seen / expected : nil
  }

  /// The number that a label is, in digits with a sign and a point at the most.
  private static func number(_ label: String) -> Double? {
    label.utf8.allSatisfy { "0123456789+-.".utf8.contains($0) } ? Double(label) : nil
  }

  /// The members of `evaluate --json`.
  var document: JSONValue {
    [
      "mean_absolute_error": .double(meanAbsoluteError), "weighted_kappa": weightedKappa.map { .double($0) } ?? .null,
    ]
  }
}
