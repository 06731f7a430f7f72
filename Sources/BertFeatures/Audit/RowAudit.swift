import BertBaselines
import BertData
package import BertKernels

/// Doubtful labelled rows, by their vectors alone: labels that are likely wrong, near-duplicates, rows that leak from
/// one part into another, and outliers.
///
/// The first part is what a model would learn from, and is judged by cross-validation; the others (validation, test)
/// are judged by a model of the first.
package struct RowAudit: Sendable {
  /// The settings of an audit.
  package struct Settings: Sendable {
    /// The cosine from which two rows are near-duplicates.
    package var threshold = 0.95
    /// Folds of the cross-validation; fewer where labels have fewer rows.
    package var folds = 5
    /// Nearest rows whose mean distance makes a row an outlier; fewer where there are fewer rows.
    package var neighbours = 10
    /// The seed of the folds and of the search for near-duplicates.
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
  /// The probabilities of the judged rows. [J, C]
  package let probabilities: [Double]
  /// The label issues of the judged rows. [J]
  package let issues: LabelIssues
  /// scikit-learn's C of the regressions, and how it was chosen.
  package let strength: (value: Double, reason: String)
  /// The near-duplicates within each part, with rows counted from the first of the part.
  package let duplicates: [DuplicateRows]
  /// For a row of another part, the row of the first part that it is a near-duplicate of, and the cosine; otherwise
  /// nil. [N]
  package let leaks: [(row: Int, cosine: Double)?]
  package let outliers: RowOutliers

  /// The most rows that C is chosen on.
  private static let choosing = 2000
  /// How far rounding to single precision may put a cosine below the threshold.
  private static let rounding = 1e-6

  /// - Parameters:
  ///   - vectors: [N, D]
  ///   - labels: 0 ..< classes. [N]
  ///   - parts: Ranges that follow one another and cover all rows; none is empty.
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
    else { throw .option(name: "the parts", rule: "ranges that follow one another and cover all rows") }
    guard settings.folds >= 2 else { throw .option(name: "the number of folds", rule: "at least 2") }
    guard settings.neighbours >= 1 else { throw .option(name: "the number of neighbours", rule: "at least 1") }
    guard Self.canTell(labels[first]) else {
      throw .option(name: "the labels", rule: "at least two that have two rows or more each")
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

  /// Whether an audit of labels is possible: at least two of them have two rows or more, so that each can be learnt and
  /// judged.
  package static func canTell(_ labels: some Sequence<Int>) -> Bool {
    var counts: [Int: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    return counts.values.count { $0 >= 2 } >= 2
  }

  private static func features(_ rows: Matrix, _ compute: Compute) -> SharedRows {
    SharedRows(DoubleMatrix(rows: rows.rows, columns: rows.columns, values: rows.toArray()), compute)
  }

  /// C by cross-validation on the rows, or on a stratified sample of many.
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
