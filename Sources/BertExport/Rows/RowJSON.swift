import BertData
package import BertStorage

/// A row's id and columns as JSON.
enum RowJSON {
  /// The members of a row's object: the id, then the columns.
  static func members(
    _ id: RowID, _ columns: [String], _ carried: [CarriedValue]
  ) -> [(key: String, value: JSONValue)] {
    [(key: "id", value: id.json)] + zip(columns, carried).map { (key: $0, value: $1.json) }
  }
}

extension RowID {
  /// The id as JSON.
  package var json: JSONValue {
    switch self {
    case .integer(let number): .integer(Int(number))
    case .text(let text): .string(text)
    }
  }
}
