import BertStorage

/// The file of ids and columns beside vectors whose format cannot hold them: line i has the id and the columns of row
/// i.
struct RowLinesFormat: RowFormat {
  let columns: [String]
  /// Whether the text stands behind the id, as `text`; a column of that name takes its place.
  let keepsTexts: Bool

  private static let text = "text"

  func header(_ description: VectorDescription) -> [UInt8] { [] }
  func size(of rows: Int, _ description: VectorDescription) -> RowSize { .lines(rows) }

  func encode(_ batch: EmbeddingBatch) -> [UInt8] {
    var text = ""
    for row in 0..<batch.count {
      var members = RowJSON.members(batch.ids[row], columns, batch.carried[row])
      if keepsTexts, !columns.contains(Self.text) {
        members.insert((key: Self.text, value: .string(batch.texts[row])), at: 1)
      }
      text += JSONValue.object(members).line + "\n"
    }
    return Array(text.utf8)
  }
}
