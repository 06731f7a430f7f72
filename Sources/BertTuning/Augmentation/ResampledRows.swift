import BertData
import Foundation

/// Which rows an epoch has, so that rare labels come more often: of each label so many as the most frequent label has, times its
/// share of these to some power.
///
/// No label has fewer rows than there are. All rows of a label come equally often, save that some come once more; which ones is
/// drawn anew for each epoch.
package struct ResampledRows: Sendable {
  /// The rows of each label.
  private let rows: [[Int]]
  /// Rows of each label in an epoch, `[C]`.
  package let counts: [Int]

  /// - Parameters:
  ///   - labels: Of the rows.
  ///   - classes: C.
  ///   - power: 0, all labels have equally many rows, up to, not including, 1.
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
    // Another stream than that of the order.
    var generator = SeededGenerator(seed: seed ^ 0xA3C5_9AC2_F1E8_7B4D ^ (UInt64(epoch + 1) &* 0x9E37_79B9_7F4A_7C15))
    for (own, count) in zip(rows, counts) where !own.isEmpty {
      for _ in 0..<count / own.count { places += own }
      places += generator.permutation(own.count).prefix(count % own.count).map { own[$0] }
    }
    return places
  }
}
