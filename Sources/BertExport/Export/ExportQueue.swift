import BertData

/// Cuts an input into windows. Rows that were read ahead come first.
struct ExportQueue {
  private var waiting: ArraySlice<Example>
  private var number: Int

  /// - Parameters:
  ///   - rows: Rows that were read already.
  ///   - first: The number of the first of them.
  init(_ rows: [Example], first: Int) {
    waiting = rows[...]
    number = first
  }

  /// Rows that were read ahead and are in no window yet.
  var count: Int { waiting.count }

  /// The next window; empty at the end.
  ///
  /// - Parameters:
  ///   - input: The rows after those that were read ahead.
  ///   - rows: The most rows.
  ///   - bytes: The most bytes of text; a single row may have more.
  mutating func fill(
    from input: inout ExportInput, rows: Int, bytes: Int
  ) throws(ExportError) -> [(row: Example, number: Int)] {
    var window: [(row: Example, number: Int)] = []
    var size = 0
    while window.count < rows, size < bytes {
      let next: (row: Example, number: Int)
      if let row = waiting.popFirst() {
        next = (row, number)
        number += 1
      } else if let read = try input.next() {
        next = read
      } else {
        break
      }
      size += next.row.text.utf8.count + (next.row.pair?.utf8.count ?? 0)
      window.append(next)
    }
    return window
  }
}
