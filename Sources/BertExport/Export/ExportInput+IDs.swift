import BertData
import BertStorage

extension ExportInput {
  /// Reads the ids once, so that one that stands twice is told before hours of work. Of a pipe, which cannot be read
  /// twice, the second row of one id is refused when it comes.
  ///
  /// Memory is 24 bytes or so a row: of each id a hash is kept and the line it stands on; ids of one hash are compared as
  /// they are. Of a pipe the ids themselves are kept.
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
      guard try self.id(onLine: line) == id else { continue }
      throw .duplicateIDs(
        file: name, id: id.json.line, lines: [try rows.placed(onLine: line), try rows.placed(row.row).line])
    }
  }

  private func id(onLine line: Int) throws(ExportError) -> RowID? {
    guard var rows = try reopened() else { return nil }
    while let row = try rows.next(), row.row.line <= line {
      if row.row.line == line { return try columns.id(of: row.row, number: row.number) }
    }
    return nil
  }
}
