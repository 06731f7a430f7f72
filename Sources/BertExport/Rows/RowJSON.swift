import BertData

/// The pieces of JSON that the outputs are made of.
enum JSONText {
  static func value(_ value: CarriedValue) -> String {
    switch value {
    case .null: "null"
    case .text(let text): JSONValue.quoted(text)
    case .json(let json): json
    }
  }

  static func value(_ id: RowID) -> String {
    switch id {
    case .integer(let number): String(number)
    case .text(let text): JSONValue.quoted(text)
    }
  }

  /// The members of a row's object without its braces: the id, then the columns.
  static func members(_ id: RowID, _ columns: [String], _ carried: [CarriedValue]) -> String {
    var text = "\"id\":" + value(id)
    for (name, value) in zip(columns, carried) { text += "," + JSONValue.quoted(name) + ":" + Self.value(value) }
    return text
  }
}
