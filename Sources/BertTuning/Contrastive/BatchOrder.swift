import BertData

/// The order of rows in which no batch has a text twice, as far as possible, like sentence-transformers'
/// `NoDuplicatesBatchSampler`: a second copy of a text in a batch would be a false negative.
///
/// Every batch but the last is full, so that all epochs have the same number of steps: where too few rows without a
/// text of the batch are left, others fill it.
package struct BatchOrder {
  let rows: [PairRow]
  let batchSize: Int

  /// - Parameters:
  ///   - rows: The training rows.
  ///   - batchSize: Rows of a batch.
  package init(rows: [PairRow], batchSize: Int) {
    self.rows = rows
    self.batchSize = batchSize
  }

  /// The limit of rows that are skipped while a batch is filled, for each row of the batch. Without it, data of few
  /// different texts would take quadratic time.
  private static let patience = 64

  /// The order of an epoch, a function of seed and epoch (from 0) alone.
  package func order(epoch: Int, seed: UInt64) -> [Int] {
    let shuffled = SeededGenerator.order(of: rows.count, epoch: epoch, seed: seed)
    var order: [Int] = []
    order.reserveCapacity(rows.count)
    // Rows that were skipped come first in the next batch.
    var waiting: [Int] = [], next = 0
    while order.count < rows.count {
      var batch: [Int] = [], texts: Set<Int> = [], skipped: [Int] = []
      func take(_ row: Int) -> Bool {
        let own = Set(rows[row].texts)
        guard texts.isDisjoint(with: own) else { return false }
        texts.formUnion(own)
        batch.append(row)
        return true
      }
      var place = 0
      while place < waiting.count, batch.count < batchSize {
        if !take(waiting[place]) { skipped.append(waiting[place]) }
        place += 1
      }
      skipped += waiting[place...]
      while next < shuffled.count, batch.count < batchSize, skipped.count < Self.patience * batchSize {
        if !take(shuffled[next]) { skipped.append(shuffled[next]) }
        next += 1
      }
      let missing = min(batchSize - batch.count, skipped.count)
      batch += skipped.prefix(missing)
      waiting = Array(skipped.dropFirst(missing))
      order += batch
    }
    return order
  }
}
