import BertData

/// How far predicted numbers are from the true ones, by the true number.
package struct NumbersSection: ReportSection {
  package let anchor = "numbers"
  package let title = "Numbers"
  /// The true numbers, [rows].
  package var truth: [Double]
  /// The predicted numbers, [rows].
  package var predicted: [Double]

  package init(truth: [Double], predicted: [Double]) {
    self.truth = truth
    self.predicted = predicted
  }

  /// The number of groups of rows by the true number.
  private static let groups = 10

  /// Rows of one range of the true number.
  package struct Group: Sendable, Equatable {
    package var low: Double
    package var high: Double
    package var rows: Int
    package var meanTruth: Double
    package var meanPrediction: Double
    package var meanError: Double
  }

  /// The groups, from the lowest number up: one for each number where there are few, else of about equally many rows.
  package var table: [Group] {
    let order = truth.indices.sorted { truth[$0] < truth[$1] }
    let distinct = Set(truth).count
    var groups: [[Int]] = []
    for (place, row) in order.enumerated() {
      let isNew =
        groups.isEmpty
        || truth[row] != truth[groups[groups.count - 1][0]]
          && (distinct <= Self.groups || place * Self.groups / order.count >= groups.count)
      if isNew { groups.append([row]) } else { groups[groups.count - 1].append(row) }
    }
    return groups.map { rows in
      func mean(_ value: (Int) -> Double) -> Double { rows.reduce(0) { $0 + value($1) } / Double(rows.count) }
      return Group(
        low: truth[rows[0]], high: truth[rows[rows.count - 1]], rows: rows.count, meanTruth: mean { truth[$0] },
        meanPrediction: mean { predicted[$0] }, meanError: mean { abs(predicted[$0] - truth[$0]) })
    }
  }

  package var body: Markup {
    var shown = DataTable(["True number", "Rows", "Mean", "Mean predicted", "Mean absolute error"])
    for group in table {
      let range =
        group.low == group.high
        ? Figures.short(group.low) : "\(Figures.short(group.low)) to \(Figures.short(group.high))"
      shown.rows.append([
        .text(range), .number(Figures.count(group.rows)), .number(Figures.fixed(group.meanTruth, 3)),
        .number(Figures.fixed(group.meanPrediction, 3)), .number(Figures.fixed(group.meanError, 3)),
      ])
    }
    return shown.markup
  }
}
