/// The rows of a table that batches have used, in the order of their first use.
package final class TouchedRows {
  /// Rows touched since the last ``clear()``, each once.
  package private(set) var rows: [Int] = []
  private var isTouched: [Bool]
  /// Whether ``insertAll()`` determined the order.
  package private(set) var isInOrder = false

  init(count: Int) { isTouched = Array(repeating: false, count: count) }

  package func insert(_ indices: [Int32]) {
    for index in indices where !isTouched[Int(index)] {
      isTouched[Int(index)] = true
      rows.append(Int(index))
    }
  }

  /// Inserts every row, where the table is also the output matrix.
  package func insertAll() {
    guard rows.count < isTouched.count else { return }
    isInOrder = true
    rows = Array(isTouched.indices)
    for row in rows { isTouched[row] = true }
  }

  package func clear() {
    for row in rows { isTouched[row] = false }
    rows.removeAll(keepingCapacity: true)
    isInOrder = false
  }
}
