import BertStorage

/// The file of ids and columns beside vectors whose format cannot hold them: line i has the id and the columns of row
/// i.
struct RowLinesFormat: RowFormat {
  let columns: [String]

  func header(_ description: VectorDescription) -> [UInt8] { [] }
  func size(of rows: Int, _ description: VectorDescription) -> RowSize { .lines(rows) }

  func encode(_ batch: EmbeddingBatch) -> [UInt8] {
    var text = ""
    for row in 0..<batch.count {
      text += JSONValue.object(RowJSON.members(batch.ids[row], columns, batch.carried[row])).line + "\n"
    }
    return Array(text.utf8)
  }
}
