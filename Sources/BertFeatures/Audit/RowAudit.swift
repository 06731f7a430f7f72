import BertBaselines
import BertData
package import BertKernels

/// What is doubtful about labelled rows, by their vectors alone: labels that are likely wrong, rows that say the same, rows of
/// one part that stand in another, rows unlike all others.
///
/// The first part is what a model would learn from, and is judged by cross-validation; the others (validation, test) are judged
/// by a model of the first.
package struct RowAudit: Sendable {
  /// What may be chosen.
  package struct Settings: Sendable {
    /// The cosine from which two rows say the same.
    package var threshold = 0.95
    /// Parts of the cross-validation; fewer where labels have fewer rows.
    package var folds = 5
    /// Nearest rows whose distance says how unlike all others a row is; fewer where there are fewer rows.
    package var neighbours = 10
    /// The seed of the division into parts.
    package var seed: UInt64 = 42

    package init() {}
  }

  /// The given labels. [N]
  package let labels: [Int]
  package let classes: Int
  /// The rows of each part.
  package let parts: [Range<Int>]
  /// The rows whose label was judged, rising: all but those that are the only one of their label in the first part. [J]
  package let judged: [Int]
  /// What is said of them. [J, C]
  package let probabilities: [Double]
  /// Of the judged rows. [J]
  package let issues: LabelIssues
  /// The penalty's strength, and how it was chosen.
  package let strength: (value: Double, reason: String)
  /// Of each part, its rows counted from its own first.
  package let duplicates: [DuplicateRows]
  /// The row of the first part that says the same as a row of another part, and the cosine. [N]
  package let leaks: [(row: Int, cosine: Double)?]
  package let outliers: RowOutliers

  /// Rows that the strength of the penalty is chosen by at the most.
  private static let choosing = 2000
  /// A cosine of rows in single precision may miss the threshold by it.
  private static let rounding = 1e-6

  /// - Parameters:
  ///   - vectors: [N, D]
  ///   - labels: 0 ..< classes. [N]
  ///   - parts: Ranges that follow one another and take all rows; none is empty.
  ///   - progress: Called with the share of the work that is done and what is being done.
  /// - Throws: `length`, `option`, `notFinite`.
  package init(
    _ vectors: Matrix, labels: [Int], classes: Int, parts: [Range<Int>], settings: Settings, compute: Compute,
    progress: (Double, String) -> Void = { _, _ in }
  ) throws(VectorRowsError) {
    guard labels.count == vectors.rows else {
      throw .length(name: "the labels", found: labels.count, rows: vectors.rows)
    }
    guard labels.allSatisfy({ (0..<classes).contains($0) }) else {
      throw .option(name: "the labels", rule: "from 0 to below the number of classes, \(classes)")
    }
    guard let first = parts.first, parts.allSatisfy({ !$0.isEmpty }), first.lowerBound == 0,
      zip(parts, parts.dropFirst()).allSatisfy({ $0.upperBound == $1.lowerBound }),
      parts.last?.upperBound == labels.count
    else { throw .option(name: "the parts", rule: "ranges of rows that follow one another and take all") }
    guard settings.folds >= 2 else { throw .option(name: "the number of folds", rule: "at least 2") }
    guard settings.neighbours >= 1 else { throw .option(name: "the number of neighbours", rule: "at least 1") }
    guard Self.canTell(labels[first]) else {
      throw .option(name: "the labels", rule: "two at least that have two rows or more")
    }
    let unit = try UnitRows(vectors, compute: compute)
    self.labels = labels
    self.classes = classes
    self.parts = parts

    let learnt = Array(labels[first])
    let features = Self.features(vectors.rows(first), compute)
    let choice = Self.choice(features, learnt, classes, seed: settings.seed)
    strength = (choice.strength, choice.reason)
    let held = try HeldOutProbabilities(
      features, labels: learnt, classes: classes,
      parts: StratifiedSplit.folds(targets: learnt.map(Target.label), count: settings.folds, seed: settings.seed),
      strength: choice.strength, progress: { progress($0, "labels judged") })
    var judged = held.rows, probabilities = held.values
    if first.upperBound < labels.count {
      judged += first.upperBound..<labels.count
      probabilities += HeldOutProbabilities.probabilities(
        of: Self.features(vectors.rows(first.upperBound..<labels.count), compute), learning: features,
        labels: learnt, classes: classes, strength: choice.strength)
    }
    issues = try LabelIssues(
      labels: judged.map { labels[$0] }, probabilities: probabilities, classes: classes)
    self.judged = judged
    self.probabilities = probabilities

    let search = DuplicateSearch(threshold: settings.threshold, seed: settings.seed)
    let units = try parts.map { part throws(VectorRowsError) in
      parts.count == 1 ? unit : try UnitRows(vectors.rows(part), compute: compute)
    }
    duplicates = try units.map { rows throws(VectorRowsError) in
      try search.run(rows, compute: compute) { progress($0, "rows compared") }
    }
    var leaks = [(row: Int, cosine: Double)?](repeating: nil, count: labels.count)
    for (part, rows) in zip(parts, units).dropFirst() {
      progress(0, "parts compared")
      for (place, hits) in NearestRows(units[0]).nearest(to: rows, count: 1, compute: compute).enumerated() {
        guard let hit = hits.first else { continue }
        let cosine = rows.cosine(place, with: units[0], hit.row)
        if cosine >= settings.threshold - Self.rounding { leaks[part.lowerBound + place] = (hit.row, min(1, cosine)) }
      }
    }
    self.leaks = leaks
    progress(0, "outliers")
    outliers = try RowOutliers(unit, neighbours: min(settings.neighbours, labels.count - 1), compute: compute)
  }

  /// Whether labels can be told apart: two of them have two rows at least, so that each can be learnt and judged.
  package static func canTell(_ labels: some Sequence<Int>) -> Bool {
    var counts: [Int: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    return counts.values.count { $0 >= 2 } >= 2
  }

  private static func features(_ rows: Matrix, _ compute: Compute) -> SharedRows {
    SharedRows(DoubleMatrix(rows: rows.rows, columns: rows.columns, values: rows.toArray()), compute)
  }

  /// The penalty by cross-validation on the rows, or on a part of many.
  private static func choice(
    _ features: SharedRows, _ labels: [Int], _ classes: Int, seed: UInt64
  ) -> StrengthSearch.Choice {
    var rows = Array(labels.indices)
    if rows.count > choosing {
      rows =
        StratifiedSplit.split(
          labels: labels, fraction: Double(choosing) / Double(rows.count), seed: seed
        ).held
    }
    let targets = LinearTargets.classes(rows.map { labels[$0] }, count: classes, weights: nil)
    return StrengthSearch(targets).crossValidated(features.selecting(rows), targets)
  }
}
