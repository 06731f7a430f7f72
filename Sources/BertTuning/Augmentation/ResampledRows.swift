import BertData
import Foundation

/// The rows of an epoch, with those of rare labels repeated: where a label has n rows and the most frequent label has
/// N, an epoch has N · (n / N)^p of them.
///
/// Every row comes at least once. All rows of a label come equally often, except that some come once more; those are
/// drawn anew for each epoch.
package struct ResampledRows: Sendable {
  /// The rows of each label.
  private let rows: [[Int]]
  /// Rows of each label in an epoch, `[C]`.
  package let counts: [Int]

  /// - Parameters:
  ///   - labels: The label of each row, 0 ..< C.
  ///   - classes: C.
  ///   - power: p, 0 ..< 1; with 0 all labels have equally many rows.
  package init(labels: [Int], classes: Int, power: Double) {
    var rows = [[Int]](repeating: [], count: classes)
    for (row, label) in labels.enumerated() { rows[label].append(row) }
    let most = Double(rows.lazy.map(\.count).max() ?? 0)
    self.rows = rows
    counts = rows.map { own in
      guard !own.isEmpty else { return 0 }
      let share = power == 0 ? 1 : pow(Double(own.count) / most, power)
      return max(own.count, Int((most * share).rounded()))
    }
  }

  /// Rows of an epoch.
  package var count: Int { counts.reduce(0, +) }

  /// The rows of an epoch, label by label; a function of seed and epoch (from 0) alone.
  package func places(epoch: Int, seed: UInt64) -> [Int] {
    var places: [Int] = []
    // The constant makes these random numbers independent of those that order the rows.
    var generator = SeededGenerator(seed: seed ^ 0xA3C5_9AC2_F1E8_7B4D ^ (UInt64(epoch + 1) &* 0x9E37_79B9_7F4A_7C15))
    for (own, count) in zip(rows, counts) where !own.isEmpty {
      for _ in 0..<count / own.count { places += own }
      places += generator.permutation(own.count).prefix(count % own.count).map { own[$0] }
    }
    return places
  }
}
