import BertData

/// Which target rows are the centres of the kernels that importance weights are made of.
package struct KernelCentres: Sendable {
  private enum Choice: Sendable {
    case drawn(count: Int, seed: UInt64)
    case given([Int])
  }
  private let choice: Choice

  /// Rows drawn at random; all rows where there are not more.
  package init(count: Int = 100, seed: UInt64 = 42) { choice = .drawn(count: count, seed: seed) }

  /// These rows.
  package init(rows: [Int]) { choice = .given(rows) }

  /// The chosen rows among `count`.
  ///
  /// - Throws: `setting`.
  func rows(of count: Int) throws(FeatureSpaceError) -> [Int] {
    switch choice {
    case .drawn(let wanted, let seed):
      guard wanted > 0 else { throw .setting(name: "the number of centres", rule: "1 or more") }
      var generator = SeededGenerator(seed: seed)
      return Array(generator.permutation(count).prefix(wanted))
    case .given(let rows):
      guard !rows.isEmpty, rows.allSatisfy({ $0 >= 0 && $0 < count }) else {
        throw .setting(name: "the centres", rule: "rows of the target")
      }
      return rows
    }
  }
}
