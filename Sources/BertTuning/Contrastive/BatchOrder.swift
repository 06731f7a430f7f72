import BertData

/// The order of rows in which no batch has a text twice where that can be, as sentence-transformers'
/// `NoDuplicatesBatchSampler` makes batches: a second copy of a text would be a wrong negative of the row of the first.
///
/// Every batch but the last is full, so that the steps of an epoch are the same in all epochs: where too few rows without a
/// text of the batch are left, others fill it.
package struct BatchOrder {
  let rows: [PairRow]
  let batchSize: Int

  package init(rows: [PairRow], batchSize: Int) {
    self.rows = rows
    self.batchSize = batchSize
  }

  /// Rows of others that are passed over at the most while a batch is filled, for each place of it: with few different
  /// texts all that are left would be asked each time.
  private static let patience = 64

  /// The order of an epoch, a function of seed and epoch (from 0) alone.
  package func order(epoch: Int, seed: UInt64) -> [Int] {
    let shuffled = SeededGenerator.order(of: rows.count, epoch: epoch, seed: seed)
    var order: [Int] = []
    order.reserveCapacity(rows.count)
    // Rows that were passed over come first in the next batch.
    var waiting: [Int] = [], next = 0
    while order.count < rows.count {
      var batch: [Int] = [], texts: Set<Int> = [], passed: [Int] = []
      func take(_ row: Int) -> Bool {
        let own = Set(rows[row].texts)
        guard texts.isDisjoint(with: own) else { return false }
        texts.formUnion(own)
        batch.append(row)
        return true
      }
      var place = 0
      while place < waiting.count, batch.count < batchSize {
        if !take(waiting[place]) { passed.append(waiting[place]) }
        place += 1
      }
      passed += waiting[place...]
      while next < shuffled.count, batch.count < batchSize, passed.count < Self.patience * batchSize {
        if !take(shuffled[next]) { passed.append(shuffled[next]) }
        next += 1
      }
      let missing = min(batchSize - batch.count, passed.count)
      batch += passed.prefix(missing)
      waiting = Array(passed.dropFirst(missing))
      order += batch
    }
    return order
  }
}
