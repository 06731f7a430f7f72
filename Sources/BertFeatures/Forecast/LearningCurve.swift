import BertBaselines
import BertData
package import BertKernels
import Foundation

/// How often a logistic regression on vectors is right about rows that it did not learn from, by the number of rows
/// that it learns from.
///
/// The labelled rows are divided into parts. Each part is judged by models of growing shares of the others, in which
/// the labels keep their proportions; the penalty of each share is chosen by cross-validation within one such share.
/// All shares are judged on the same rows.
package struct LearningCurve: Sendable, Equatable {
  /// The rows that a model learnt from, rising; the mean over the parts. [P]
  package let sizes: [Double]
  /// How often each judged row was right. [P][rows]
  package let right: [[Int]]
  /// How often each row was judged at each size.
  package let repeats: Int

  /// Rows that were judged.
  package var rows: Int { right.first?.count ?? 0 }
  /// The share of right answers at each size. [P]
  package var accuracies: [Double] {
    right.map { Double($0.reduce(0, +)) / Double(max(1, rows * repeats)) }
  }

  /// Parts that the rows are divided into.
  static let parts = 5
  /// Points of the curve.
  private static let points = 7
  /// The rows of the smallest share: this many of each label on average, and at least this many in all.
  private static let smallest = (each: 3, least: 10)
  /// The largest share has at least this many times the rows of the smallest; otherwise the curve is too short.
  private static let span = 4.0
  /// The most rows that the penalty is chosen on.
  private static let choosing = 2000

  /// The labelled rows that a curve needs.
  package static func needed(classes: Int) -> Int {
    let largest = span * Double(max(smallest.least, smallest.each * classes))
    return Int((largest * Double(parts) / Double(parts - 1)).rounded(.up))
  }

  /// - Parameters:
  ///   - vectors: [N, D]
  ///   - labels: 0 ..< classes. [N]
  ///   - seed: The seed of the parts and shares.
  ///   - progress: Called with the share of the models that are fitted.
  /// - Throws: `length`, `option`, `notFinite`; `tooFewRows`, also where fewer than two labels have two rows.
  package init(
    _ vectors: Matrix, labels: [Int], classes: Int, seed: UInt64, compute: Compute,
    progress: (Double) -> Void = { _ in }
  ) throws(VectorRowsError) {
    guard labels.count == vectors.rows else {
      throw .length(name: "the labels", found: labels.count, rows: vectors.rows)
    }
    guard labels.allSatisfy({ (0..<classes).contains($0) }) else {
      throw .option(name: "the labels", rule: "from 0 to below the number of classes, \(classes)")
    }
    let present = Set(labels).count, needed = Self.needed(classes: present)
    guard labels.count >= needed, RowAudit.canTell(labels) else {
      throw .tooFewRows(found: labels.count, needed: max(needed, labels.count + 1))
    }
    try vectors.requireFinite()
    let features = SharedRows(
      DoubleMatrix(rows: vectors.rows, columns: vectors.columns, values: vectors.toArray()), compute)
    let first = Double(max(Self.smallest.least, Self.smallest.each * present))
    let last = Double(labels.count) * Double(Self.parts - 1) / Double(Self.parts)
    let shares = (0..<Self.points).map { point in
      pow(first / last, 1 - Double(point) / Double(Self.points - 1))
    }
    let repeats = labels.count <= 300 ? 6 : labels.count <= 1000 ? 3 : 1
    var right = [[Int]](repeating: [Int](repeating: 0, count: labels.count), count: Self.points)
    var isJudged = [Bool](repeating: false, count: labels.count)
    var sizes = [Int](repeating: 0, count: Self.points), strengths = [Double?](repeating: nil, count: Self.points)
    var parts = 0
    for number in 0..<repeats {
      let division = StratifiedSplit.folds(
        targets: labels.map(Target.label), count: Self.parts, seed: seed &+ UInt64(number))
      for (place, part) in division.enumerated() {
        let held = Set(part),
          others = Self.ordered(
            labels.indices.filter { !held.contains($0) }, labels, seed: seed &+ UInt64(number) &* 31 &+ UInt64(place))
        for (point, share) in shares.enumerated() {
          let count = min(others.count, max(1, Int((share * Double(others.count)).rounded())))
          let inside = others.prefix(count).sorted(), own = inside.map { labels[$0] }
          let (rows, judged) = features.selecting(inside).scaled(with: features.selecting(part))
          let targets = LinearTargets.classes(own, count: classes, weights: nil)
          let strength = strengths[point] ?? Self.strength(features.selecting(inside), targets)
          strengths[point] = strength
          let logits = targets.fit(rows, strength: strength, .predicting).model.logits(judged)
          for (index, row) in part.enumerated()
          where ConfidentJoint.largest(logits[index * classes..<(index + 1) * classes]) == labels[row] {
            right[point][row] += 1
          }
          sizes[point] += count
        }
        for row in part { isJudged[row] = true }
        parts += 1
        progress((Double(number) + Double(place + 1) / Double(division.count)) / Double(repeats))
      }
    }
    self.sizes = sizes.map { Double($0) / Double(max(1, parts)) }
    self.right = right.map { counts in counts.indices.filter { isJudged[$0] }.map { counts[$0] } }
    self.repeats = repeats
  }

  /// A curve of known figures.
  package init(sizes: [Double], right: [[Int]], repeats: Int) {
    self.sizes = sizes
    self.right = right
    self.repeats = repeats
  }

  /// The rows in an order in which any first part has the labels in the proportions of all; the rows of a label are in
  /// random order.
  private static func ordered(_ rows: [Int], _ labels: [Int], seed: UInt64) -> [Int] {
    var order = rows
    var generator = SeededGenerator(seed: seed)
    generator.shuffle(&order)
    var totals: [Int: Int] = [:], seen: [Int: Int] = [:]
    for row in order { totals[labels[row], default: 0] += 1 }
    let places = order.map { row -> Double in
      let label = labels[row]
      defer { seen[label, default: 0] += 1 }
      return (Double(seen[label, default: 0]) + 0.5) / Double(totals[label, default: 1])
    }
    return order.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { order[$0] }
  }

  /// The penalty by cross-validation on the rows, or on the first of many.
  private static func strength(_ features: SharedRows, _ targets: LinearTargets) -> Double {
    let rows = Array(0..<min(features.rows, choosing))
    return StrengthSearch(targets).crossValidated(features.selecting(rows), targets.selecting(rows)).strength
  }
}
