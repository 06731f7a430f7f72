import BertData
import BertInference

/// How well two models' answers to one question agree.
struct OutputAgreement {
  /// Share of equal answers; nil for numbers.
  private(set) var sameLabel: Double?
  /// Pearson's correlation of numbers; nil for labels, and where the numbers do not vary.
  private(set) var correlation: Double?
  /// The largest difference of a logit; infinite where one is not a number.
  private(set) var largestDifference = 0.0

  /// Compares logits, `[texts, C]` each. Logits that are not finite count as different.
  ///
  /// - Parameter classes: C
  init(_ one: [Double], _ other: [Double], classes: Int, rule: OutputRule) {
    var same = 0, answers = 0
    for start in stride(from: 0, to: one.count, by: classes) {
      let both = [one, other].map {
        Prediction(labels: [], logits: Array($0[start..<start + classes]), rule: rule)
      }
      let differences = (start..<start + classes).map { abs(one[$0] - other[$0]) }
      let isComparable = differences.allSatisfy(\.isFinite)
      largestDifference = max(largestDifference, isComparable ? differences.max() ?? 0 : .infinity)
      switch rule.problem {
      case .singleLabel:
        answers += 1
        same += isComparable && both[0].index == both[1].index ? 1 : 0
      case .multiLabel:
        answers += classes
        let differing = Set(both[0].chosen).symmetricDifference(both[1].chosen)
        same += isComparable ? classes - differing.count : 0
      case .regression: break
      }
    }
    if rule.problem == .regression {
      let numbers = [one, other].map { $0.flatMap { rule.scores([$0]) } }
      correlation =
        largestDifference.isFinite ? RegressionMetrics(truth: numbers[0], predictions: numbers[1]).pearson : -1
    } else {
      sameLabel = Double(same) / Double(max(1, answers))
    }
  }
}
