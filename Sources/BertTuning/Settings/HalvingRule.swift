package import BertData

/// Decides which settings stay in the search and which one is taken, from their predictions for the same held-out rows.
///
/// Successive halving (Jamieson and Talwalkar, arXiv 1502.07943) that keeps a third: all settings are judged on the
/// first part of the rows, the best third of them on three parts, the best third of those on nine. The number of parts
/// grows, not that of epochs: each judged training is as long as that on all rows, with its whole learning-rate
/// schedule, and no part is predicted twice.
package struct HalvingRule: Sendable {
  /// A setting and its answers.
  package struct Entry: Sendable {
    /// The setting's number.
    package let number: Int
    /// The label given to each row of each judged part.
    package let labels: [[Int]]
    /// The cost of training, in a unit that is the same for all settings and does not depend on the machine.
    package let cost: Double

    package init(_ number: Int, _ labels: [[Int]], cost: Double) {
      self.number = number
      self.labels = labels
      self.cost = cost
    }
  }

  /// The label of each row of each part.
  package let truth: [[Int]]
  /// C.
  package let classes: Int
  /// The deciding metric: accuracy or macro F1.
  package let metric: Metric

  package init(truth: [[Int]], classes: Int, metric: Metric) {
    self.truth = truth
    self.classes = classes
    self.metric = metric
  }

  /// The number of parts that the rows are divided into.
  package static let parts = 9
  /// One of this many settings stays.
  package static let share = 3
  /// The fewest judged rows with which a rung may drop a setting.
  package static let fewestRows = 30
  /// The metrics that depend on predicted labels alone.
  package static let metrics: [Metric] = [.accuracy, .macroF1]

  /// Parts that are judged on each rung.
  package var rungs: [Int] {
    let sizes = [1, 3, 9].map { min($0, truth.count) }
    return Set(sizes.filter { truth.prefix($0).joined().count >= Self.fewestRows } + [truth.count]).sorted()
  }

  /// The number of trainings for this many settings on all rungs.
  package func trainings(_ settings: Int) -> Int {
    var left = settings, before = 0, total = 0
    for parts in rungs where left > 1 || before == 0 {
      total += left * (parts - before)
      before = parts
      left = Self.kept(left)
    }
    return total
  }

  /// How many of this many settings stay.
  package static func kept(_ settings: Int) -> Int { max(1, (settings + share - 1) / share) }

  /// The figure over the parts that are judged.
  package func score(_ labels: [[Int]]) -> Double {
    let truth = Array(truth.prefix(labels.count).joined()), labels = Array(labels.joined())
    guard !truth.isEmpty else { return 0 }
    guard metric == .macroF1 else {
      return Double(zip(truth, labels).count { $0 == $1 }) / Double(truth.count)
    }
    var right = [Int](repeating: 0, count: classes), sum = right
    for (own, label) in zip(truth, labels) {
      if own == label { right[own] += 1 }
      sum[own] += 1
      sum[label] += 1
    }
    // A label that is neither true nor predicted for any row does not count.
    let counted = sum.indices.filter { sum[$0] > 0 }
    return counted.reduce(0) { $0 + 2 * Double(right[$1]) / Double(sum[$1]) } / Double(max(1, counted.count))
  }

  /// The standard error of the figure: binomial of accuracy, of macro F1 by a bootstrap over the rows.
  package func standardError(_ labels: [[Int]]) -> Double {
    guard metric == .macroF1 else { return evidence(labels).standardError }
    return Self.deviation(samples(labels))
  }

  /// How far one setting is ahead of another on the parts that both were judged on.
  package func lead(_ own: [[Int]], over other: [[Int]]) -> MethodLead {
    let count = min(own.count, other.count)
    let (own, other) = (Array(own.prefix(count)), Array(other.prefix(count)))
    guard metric == .macroF1 else { return evidence(own).lead(over: evidence(other)) }
    return MethodLead(
      mean: score(own) - score(other), standardError: Self.deviation(zip(samples(own), samples(other)).map { $0 - $1 }),
      rows: own.joined().count)
  }

  /// Whether every row was given the same label although the true labels differ: nothing was learnt.
  package func isStuck(_ labels: [[Int]]) -> Bool {
    let rows = labels.joined()
    return !rows.isEmpty && Set(rows).count == 1 && Set(truth.prefix(labels.count).joined()).count > 1
  }

  /// The best third, of equal ones the cheaper.
  ///
  /// - Returns: The numbers of the settings, best first.
  package func survivors(_ entries: [Entry]) -> [Int] {
    Array(ranked(entries).prefix(Self.kept(entries.count)).map(\.number))
  }

  /// The cheapest of those that the best is not ahead of by more than one standard error.
  ///
  /// - Returns: The cheapest one and the best; nil without entries.
  package func choice(_ entries: [Entry]) -> (taken: Entry, best: Entry)? {
    let ranked = ranked(entries)
    guard let best = ranked.first else { return nil }
    let equals = ranked.filter { $0.number == best.number || !lead(best.labels, over: $0.labels).isBeyondOneError }
    // The order of the ranks decides where costs are equal.
    let taken = equals.enumerated().min {
      $0.element.cost != $1.element.cost ? $0.element.cost < $1.element.cost : $0.offset < $1.offset
    }
    return (taken?.element ?? best, best)
  }

  /// Best first, on the parts that all were judged on.
  private func ranked(_ entries: [Entry]) -> [Entry] {
    let parts = entries.map(\.labels.count).min() ?? 0
    return entries.map { ($0, score(Array($0.labels.prefix(parts)))) }.sorted { left, right in
      if left.1 != right.1 { return left.1 > right.1 }
      if left.0.cost != right.0.cost { return left.0.cost < right.0.cost }
      return left.0.number < right.0.number
    }.map(\.0)
  }

  private func evidence(_ labels: [[Int]]) -> MethodEvidence {
    MethodEvidence(zip(truth, labels).map { truth, labels in zip(truth, labels).map { $0 == $1 } })
  }

  private func samples(_ labels: [[Int]]) -> [Double] {
    RowBootstrap().macroF1(
      truth: Array(truth.prefix(labels.count).joined()), answers: [Array(labels.joined())], classes: classes)
  }

  private static func deviation(_ samples: [Double]) -> Double {
    guard samples.count > 1 else { return .infinity }
    let mean = samples.reduce(0, +) / Double(samples.count)
    return (samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(samples.count - 1)).squareRoot()
  }
}
