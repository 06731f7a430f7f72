import BertData
import BertStorage

extension ExportInput {
  /// Reads all ids in advance, so that a repeated id is found before hours of work. A pipe cannot be read twice: there,
  /// a repeated id is refused when its row is read.
  ///
  /// Memory is about 24 bytes a row, for a hash of each id and its line; ids with the same hash are compared
  /// themselves. For a pipe, the ids themselves are kept.
  ///
  /// - Throws: `duplicateIDs`, `badID`, `data`, `interrupted`.
  mutating func checkIDs(isCancelled: () -> Bool) throws(ExportError) {
    guard columns.id != nil else { return }
    guard var rows = try reopened() else {
      watchIDs()
      return
    }
    var lineOf: [UInt64: Int] = [:]
    while let row = try rows.next() {
      if isCancelled() { throw .interrupted }
      let id = try columns.id(of: row.row, number: row.number)
      var hash = TextHash.start
      TextHash.add(id.json.line, to: &hash)
      guard let line = lineOf.updateValue(row.row.line, forKey: hash) else { continue }
      guard try holds(id, onLine: line, before: row.number) else { continue }
      throw .duplicateIDs(
        file: name, id: id.json.line, lines: [try rows.placed(onLine: line), try rows.placed(row.row).line])
    }
  }

  /// Whether a row on a line, before the row with a number, has an id. The rows of a JSON array may all be on one line.
  private func holds(_ id: RowID, onLine line: Int, before number: Int) throws(ExportError) -> Bool {
    guard var rows = try reopened() else { return false }
    while let row = try rows.next(), row.row.line <= line, row.number < number {
      if row.row.line == line, try columns.id(of: row.row, number: row.number) == id { return true }
    }
    return false
  }
}
