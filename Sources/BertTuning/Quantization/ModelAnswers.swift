import BertData
import BertInference

/// What one model says about texts.
struct ModelAnswers {
  /// Mean-pooled vectors of all windows, `[windows, H]`.
  var vectors: [Float]
  var width: Int
  /// `[texts, C]`; empty without a classifier.
  var logits: [Double]
  var classes: Int
  /// How logits become an answer.
  var rule = OutputRule.singleLabel

  /// The agreement of another model's answers with these.
  ///
  /// What is not a number counts as no agreement at all.
  func agreement(with other: ModelAnswers, rows: Int) -> Agreement {
    var worst = 1.0
    var total = 0.0
    let count = vectors.count / max(1, width)
    for start in stride(from: 0, to: vectors.count, by: max(1, width)) {
      var product = 0.0, mine = 0.0, others = 0.0
      for index in start..<start + width {
        let (a, b) = (Double(vectors[index]), Double(other.vectors[index]))
        product += a * b
        mine += a * a
        others += b * b
      }
      let quotient = product / (mine * others).squareRoot()
      let cosine = quotient.isFinite ? quotient : -1
      worst = min(worst, cosine)
      total += cosine
    }
    var agreement = Agreement(rows: rows, worstCosine: worst, meanCosine: total / Double(max(1, count)))
    guard classes > 0 else { return agreement }
    var same = 0, answers = 0
    var largest = 0.0
    for start in stride(from: 0, to: logits.count, by: classes) {
      let both = [logits, other.logits].map {
        Prediction(labels: [], logits: Array($0[start..<start + classes]), rule: rule)
      }
      let differences = (start..<start + classes).map { abs(logits[$0] - other.logits[$0]) }
      let isComparable = differences.allSatisfy(\.isFinite)
      largest = max(largest, isComparable ? differences.max() ?? 0 : .infinity)
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
      let numbers = [logits, other.logits].map { $0.flatMap { rule.scores([$0]) } }
      agreement.correlation =
        largest.isFinite ? RegressionMetrics(truth: numbers[0], predictions: numbers[1]).pearson : -1
    } else {
      agreement.sameLabel = Double(same) / Double(max(1, answers))
    }
    agreement.largestLogitDifference = largest
    return agreement
  }
}
