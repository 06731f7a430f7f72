import BertData

/// Chooses the texts of another domain that accompany the labelled ones of an epoch.
package enum TargetOrder {
  /// All texts in a random order, then all in another. An epoch begins where the one before it ended, so that no text
  /// is read two times more than another. The result depends on seed and epoch (from 0) alone.
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
        // A seed of its own, so that this order is independent of that of the labelled texts.
        order = SeededGenerator.order(of: target, epoch: round, seed: seed ^ 0xD1B5_4A32_D192_ED03)
      }
      return order[place % target]
    }
  }
}
