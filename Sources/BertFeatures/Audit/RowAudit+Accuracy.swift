extension RowAudit {
  /// How many rows a model that did not learn from them gets right.
  package struct Accuracy: Sendable, Equatable {
    package let rows, right: Int

    /// nil where no row was judged.
    package var value: Double? { rows > 0 ? Double(right) / Double(rows) : nil }
  }

  /// The accuracy on the judged rows of a part.
  ///
  /// - Parameters:
  ///   - part: The index of the part.
  ///   - withoutTwins: Whether near-duplicates are left out: in the first part those of any other row of the part, in
  ///     other parts those of a row of the first part, which the model learnt from.
  package func accuracy(of part: Int, withoutTwins: Bool) -> Accuracy {
    let range = parts[part]
    var rows = 0, right = 0
    for (place, row) in judged.enumerated() where range.contains(row) {
      if withoutTwins, hasTwin(row, part) { continue }
      rows += 1
      if issues.suggestions[place] == labels[row] { right += 1 }
    }
    return Accuracy(rows: rows, right: right)
  }

  /// Whether another row that a model learns from is a near-duplicate of the row.
  private func hasTwin(_ row: Int, _ part: Int) -> Bool {
    part == 0 ? duplicates[0].groups[row] != nil : leaks[row] != nil
  }
}
