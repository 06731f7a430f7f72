/// The bootstrap (Efron 1979): how a figure varies when as many rows as there are are drawn with replacement, many
/// times.
///
/// The draws depend only on the seed and the number of rows, so that the samples of two classifiers judged on the same
/// rows are pairs and can be subtracted.
public struct RowBootstrap: Sendable {
  /// The number of draws, each of as many rows as there are.
  public var resamples: Int
  /// The seed of the draws.
  public var seed: UInt64

  /// Each row once, in the place of draws: the one sample is the figure itself.
  private var isObserved = false

  /// 2,000 draws: the ends of a 95 % interval then rest on fifty samples each.
  public init(resamples: Int = 2000, seed: UInt64 = 42) {
    self.resamples = resamples
    self.seed = seed
  }

  /// The figure on the rows themselves as its one sample.
  package static let observed: RowBootstrap = {
    var bootstrap = RowBootstrap(resamples: 1)
    bootstrap.isObserved = true
    return bootstrap
  }()

  /// Macro F1 of each draw; where there are answers of several runs, their mean.
  ///
  /// - Parameters:
  ///   - truth: [rows], each 0 ..< classes.
  ///   - answers: of each run, [rows].
  ///   - classes: how many labels there are, C.
  /// - Returns: [resamples]; empty without rows or runs.
  public func macroF1(truth: [Int], answers: [[Int]], classes: Int) -> [Double] {
    guard classes > 0 else { return [] }
    return samples(truth, answers) { Self.macroF1(truth, $0, classes, $1) }
  }

  /// Macro F1 of each draw, for several labels per text; where there are answers of several runs, their mean.
  ///
  /// - Parameters:
  ///   - truth: whether each label holds, [rows][C].
  ///   - answers: of each run, [rows][C].
  /// - Returns: [resamples]; empty without rows, labels or runs.
  public func macroF1(truth: [[Bool]], answers: [[[Bool]]]) -> [Double] {
    guard let labels = truth.first?.count, labels > 0 else { return [] }
    return samples(truth, answers) { Self.macroF1(truth, $0, labels, $1) }
  }

  /// R² of each draw, for numbers; where there are answers of several runs, their mean. A draw of equal numbers, which
  /// has no variance, counts as 1 where all predictions are exact and as 0 otherwise.
  ///
  /// - Parameters:
  ///   - truth: the true numbers, [rows].
  ///   - answers: of each run, [rows].
  /// - Returns: [resamples]; empty without rows or runs.
  public func r2(truth: [Double], answers: [[Double]]) -> [Double] {
    samples(truth, answers) { Self.r2(truth, $0, $1) }
  }

  /// F1 of entities of each draw, over all of them; where there are answers of several runs, their mean.
  ///
  /// - Parameters:
  ///   - truth: the true entities of each row.
  ///   - found: of each run, those that were found in each row.
  /// - Returns: [resamples]; empty without rows or runs.
  public func entityF1(truth: [[LabelledRange]], found: [[[LabelledRange]]]) -> [Double] {
    // For each row, the number of right entities, and of true and found ones together.
    let counts = found.map { rows in
      zip(truth, rows).map { truth, found in
        let truth = Set(truth), found = Set(found)
        return (right: truth.intersection(found).count, sum: truth.count + found.count)
      }
    }
    return samples(truth.map { _ in (right: 0, sum: 0) }, counts) { rows, drawn in
      var right = 0, sum = 0
      for row in rows.indices {
        right += drawn[row] * rows[row].right
        sum += drawn[row] * rows[row].sum
      }
      return sum > 0 ? 2 * Double(right) / Double(sum) : 0
    }
  }

  /// - Parameters:
  ///   - truth: [rows]
  ///   - answers: of each run, [rows].
  ///   - figure: computes the figure from one run's answers and from how often each row was drawn.
  /// - Returns: [resamples]
  private func samples<Answer>(
    _ truth: [Answer], _ answers: [[Answer]], _ figure: (_ answers: [Answer], _ counts: [Int]) -> Double
  ) -> [Double] {
    guard !truth.isEmpty, !answers.isEmpty else { return [] }
    precondition(answers.allSatisfy { $0.count == truth.count }, "one answer for each row")
    var generator = SeededGenerator(seed: seed)
    var counts = [Int](repeating: 0, count: truth.count)
    return (0..<max(0, resamples)).map { _ in
      for row in counts.indices { counts[row] = isObserved ? 1 : 0 }
      if !isObserved { for _ in truth.indices { counts[generator.next(below: truth.count)] += 1 } }
      return answers.reduce(0) { $0 + figure($1, counts) } / Double(answers.count)
    }
  }

  /// - Parameter counts: how often each row was drawn.
  private static func macroF1(_ truth: [Int], _ answers: [Int], _ classes: Int, _ counts: [Int]) -> Double {
    var right = [Int](repeating: 0, count: classes)
    // For each label, the rows that have it and the rows predicted to, together.
    var sum = right
    for row in truth.indices where counts[row] > 0 {
      if truth[row] == answers[row] { right[truth[row]] += counts[row] }
      sum[truth[row]] += counts[row]
      sum[answers[row]] += counts[row]
    }
    return zip(right, sum).reduce(0) { $0 + ($1.1 > 0 ? 2 * Double($1.0) / Double($1.1) : 0) } / Double(classes)
  }

  private static func macroF1(_ truth: [[Bool]], _ answers: [[Bool]], _ labels: Int, _ counts: [Int]) -> Double {
    var right = [Int](repeating: 0, count: labels)
    // For each label, the rows that have it and the rows predicted to, together.
    var sum = right
    for row in truth.indices where counts[row] > 0 {
      for label in 0..<labels {
        if truth[row][label] && answers[row][label] { right[label] += counts[row] }
        sum[label] += (truth[row][label] ? counts[row] : 0) + (answers[row][label] ? counts[row] : 0)
      }
    }
    return zip(right, sum).reduce(0) { $0 + ($1.1 > 0 ? 2 * Double($1.0) / Double($1.1) : 0) } / Double(labels)
  }

  private static func r2(_ truth: [Double], _ answers: [Double], _ counts: [Int]) -> Double {
    let mean = zip(truth, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(truth.count)
    var squares = 0.0, variation = 0.0
    for row in truth.indices {
      squares += Double(counts[row]) * (truth[row] - answers[row]) * (truth[row] - answers[row])
      variation += Double(counts[row]) * (truth[row] - mean) * (truth[row] - mean)
    }
    return variation > 0 ? 1 - squares / variation : squares == 0 ? 1 : 0
  }

  /// The interval with the middle `share` of samples, its ends interpolated linearly, as by numpy's `quantile`.
  ///
  /// - Parameters:
  ///   - samples: the samples, in any order.
  ///   - share: 0 ... 1.
  /// - Returns: low and high; nil without samples.
  public static func interval(_ samples: [Double], share: Double = 0.95) -> (low: Double, high: Double)? {
    let sorted = samples.sorted()
    guard let last = sorted.indices.last else { return nil }
    func quantile(_ q: Double) -> Double {
      let place = q * Double(last)
      let below = min(Int(place), last)
      return sorted[below] + (place - Double(below)) * (sorted[min(below + 1, last)] - sorted[below])
    }
    return (quantile((1 - share) / 2), quantile((1 + share) / 2))
  }

  /// The two-sided p-value of a difference: twice the share of samples on the rarer side of zero, the observed one
  /// counted among them.
  ///
  /// - Parameter differences: the difference in each sample.
  public static func probability(_ differences: [Double]) -> Double {
    let least = min(differences.count { $0 <= 0 }, differences.count { $0 >= 0 })
    return min(1, 2 * Double(least + 1) / Double(differences.count + 1))
  }
}
