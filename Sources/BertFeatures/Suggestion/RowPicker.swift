/// Takes rows one after another and passes over near-duplicates of those taken before.
package struct RowPicker {
  private let areAlike: (Int, Int) -> Bool
  /// The rows taken, in this order.
  package private(set) var taken: [Int] = []
  /// Rows that were passed over as near-duplicates.
  package private(set) var passed = 0

  /// - Parameter areAlike: Whether two rows are near-duplicates.
  package init(areAlike: @escaping (Int, Int) -> Bool) { self.areAlike = areAlike }

  /// How far rounding to single precision may put a cosine below the threshold.
  private static let rounding = 1e-6

  /// Compares rows by the cosine of their vectors.
  ///
  /// - Parameters:
  ///   - rows: [N, D]
  ///   - threshold: The cosine from which two rows are near-duplicates, above 0 and at most 1.
  /// - Throws: `option`.
  package init(_ rows: UnitRows, threshold: Double) throws(VectorRowsError) {
    guard threshold > 0, threshold <= 1 else { throw .option(name: "the threshold", rule: "above 0 and at most 1") }
    self.init { rows.cosine($0, $1) >= threshold - Self.rounding }
  }

  /// Takes a row unless it is a near-duplicate of one taken before.
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
