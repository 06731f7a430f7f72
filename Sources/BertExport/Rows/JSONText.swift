import BertData

/// The pieces of JSON that the outputs are made of.
enum JSONText {
  /// A string with its quotes (RFC 8259, section 7).
  static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  static func value(_ value: CarriedValue) -> String {
    switch value {
    case .null: "null"
    case .text(let text): quoted(text)
    case .json(let json): json
    }
  }

  static func value(_ id: RowID) -> String {
    switch id {
    case .integer(let number): String(number)
    case .text(let text): quoted(text)
    }
  }

  /// The members of a row's object without its braces: the id, then the columns.
  static func members(_ id: RowID, _ columns: [String], _ carried: [CarriedValue]) -> String {
    var text = "\"id\":" + value(id)
    for (name, value) in zip(columns, carried) { text += "," + quoted(name) + ":" + Self.value(value) }
    return text
  }
}
