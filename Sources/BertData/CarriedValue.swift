package import BertStorage

/// A value of a column that is carried along with a text.
public enum CarriedValue: Sendable, Hashable {
  /// The row has no such member, or it is JSON's `null`.
  case null
  /// A field of a delimited file, or a string of JSON.
  case text(String)
  /// A number, `true`, `false`, an array or an object, as JSON writes it; a valid JSON text without line ends.
  case json(String)
}

extension CarriedValue {
  /// The value as JSON.
  package var json: JSONValue {
    switch self {
    case .null: .null
    case .text(let text): .string(text)
    case .json(let json): .verbatim(json)
    }
  }
}
