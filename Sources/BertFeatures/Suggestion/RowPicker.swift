/// Takes rows one after another, and none that says nearly the same as one taken before.
package struct RowPicker {
  private let areAlike: (Int, Int) -> Bool
  /// The rows taken, in the order in which they were.
  package private(set) var taken: [Int] = []
  /// Rows that were passed over for a row taken before.
  package private(set) var passed = 0

  /// - Parameter areAlike: Whether two rows say nearly the same.
  package init(areAlike: @escaping (Int, Int) -> Bool) { self.areAlike = areAlike }

  /// A cosine of rows in single precision may miss the threshold by it.
  private static let rounding = 1e-6

  /// Rows are alike by the cosine of their vectors.
  ///
  /// - Parameter threshold: The cosine from which they are, above 0 and at most 1.
  /// - Throws: `option`.
  package init(_ rows: UnitRows, threshold: Double) throws(VectorRowsError) {
    guard threshold > 0, threshold <= 1 else { throw .option(name: "the threshold", rule: "above 0 and at most 1") }
    self.init { rows.cosine($0, $1) >= threshold - Self.rounding }
  }

  /// Takes a row.
  ///
  /// - Returns: Whether it was taken.
  package mutating func take(_ row: Int) -> Bool {
    let isNew = !taken.contains { areAlike(row, $0) }
    if isNew { taken.append(row) } else { passed += 1 }
    return isNew
  }

  /// Takes rows in this order until there are as many as wanted.
  package mutating func take(_ order: some Sequence<Int>, upTo count: Int) {
    for row in order {
      guard taken.count < count else { return }
      _ = take(row)
    }
  }
}
