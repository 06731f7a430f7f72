/// How well scores put the positive rows before the others, whatever the threshold.
struct Ranking {
  /// The different scores, the highest first, with the counts of positive and negative rows at each.
  private var steps: [(score: Double, positives: Int, negatives: Int)] = []
  private let positives: Int
  private let negatives: Int

  init(scores: [Double], isPositive: [Bool]) {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    for row in order {
      if scores[row] != steps.last?.score { steps.append((scores[row], 0, 0)) }
      if isPositive[row] { steps[steps.count - 1].positives += 1 } else { steps[steps.count - 1].negatives += 1 }
    }
    positives = isPositive.count { $0 }
    negatives = isPositive.count - positives
  }

  /// The chance that a positive row scores above a negative one, equal scores counting half; nil without rows of both.
  var areaUnderROC: Double? {
    guard positives > 0, negatives > 0 else { return nil }
    var above = 0, pairs = 0.0
    for step in steps {
      pairs += Double(step.negatives) * (Double(above) + Double(step.positives) / 2)
      above += step.positives
    }
    return pairs / Double(positives) / Double(negatives)
  }

  /// Σ (Rₙ − Rₙ₋₁) Pₙ over the scores, recall R and precision P of the rows so far; nil without a positive row.
  var averagePrecision: Double? {
    guard positives > 0 else { return nil }
    var found = 0, seen = 0, sum = 0.0
    for step in steps {
      found += step.positives
      seen += step.positives + step.negatives
      sum += Double(step.positives) / Double(positives) * Double(found) / Double(seen)
    }
    return sum
  }

  /// The threshold with the best F1, midway between a score and the next lower one, 0 after the last; nil without rows
  /// of both kinds.
  var bestThreshold: Double? {
    guard positives > 0, negatives > 0 else { return nil }
    var found = 0, seen = 0
    var best = (f1: -1.0, threshold: 0.0)
    for (place, step) in steps.enumerated() {
      found += step.positives
      seen += step.positives + step.negatives
      let f1 = Double(2 * found) / Double(seen + positives)
      guard f1 > best.f1 else { continue }
      let next = place + 1 < steps.count ? steps[place + 1].score : 0
      best = (f1, (step.score + next) / 2)
    }
    return best.threshold
  }
}
