import BertExport
import BertFT
import BertStorage

/// What stands before the answer to a row: its id and the columns that travel along.
struct RowHeading {
  let columns: ExportColumns

  /// The names of the columns of a table.
  var header: [String] { (columns.id == nil ? [] : ["id"]) + columns.carried }

  /// The members of an object of JSON.
  ///
  /// - Throws: `ExportError.badID`.
  func members(_ row: Example) throws(ExportError) -> [(String, JSONValue)] {
    (try id(row).map { [("id", $0)] } ?? [])
      + zip(columns.carried, columns.carried(of: row)).map { ($0, $1.json) }
  }

  /// The fields of a table: what is no text stands as JSON writes it, null is empty.
  ///
  /// - Throws: `ExportError.badID`.
  func fields(_ row: Example) throws(ExportError) -> [String] {
    (try id(row).map { [Self.field($0)] } ?? []) + columns.carried(of: row).map { Self.field($0.json) }
  }

  private func id(_ row: Example) throws(ExportError) -> JSONValue? {
    columns.id == nil ? nil : try columns.id(of: row, number: 0).json
  }

  private static func field(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    default: value.line
    }
  }
}
