import BertExport
import BertFT
import BertStorage

/// The beginning of a row's output: its id and the columns that are copied.
struct RowHeading {
  let columns: ExportColumns

  /// The names of these columns in a table.
  var header: [String] { (columns.id == nil ? [] : ["id"]) + columns.carried }

  /// The members of a row's JSON object.
  ///
  /// - Throws: `ExportError.badID`.
  func members(_ row: Example) throws(ExportError) -> [(String, JSONValue)] {
    (try id(row).map { [("id", $0)] } ?? [])
      + zip(columns.carried, columns.carried(of: row)).map { ($0, $1.json) }
  }

  /// The fields of a row in a table: values other than text are written as JSON, null as an empty field.
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
