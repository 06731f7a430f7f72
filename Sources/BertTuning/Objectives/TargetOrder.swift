import BertData

/// Which texts of another domain stand beside the labelled ones of an epoch.
package enum TargetOrder {
  /// All texts in some order, then all in another; an epoch begins where the one before ended, so that none is read more than once
  /// more often than another. A function of seed and epoch (from 0) alone.
  ///
  /// - Parameters:
  ///   - rows: Labelled texts of an epoch.
  ///   - target: Texts of the other domain; at least one.
  /// - Returns: 0 ..< target, `[rows]`.
  package static func places(epoch: Int, seed: UInt64, rows: Int, target: Int) -> [Int] {
    var order: [Int] = [], round = -1
    return (epoch * rows..<(epoch + 1) * rows).map { place in
      if place / target != round {
        round = place / target
        // Another stream than that of the labelled texts, so that the two orders have nothing to do with each other.
        order = SeededGenerator.order(of: target, epoch: round, seed: seed ^ 0xD1B5_4A32_D192_ED03)
      }
      return order[place % target]
    }
  }
}
