/// Why a row cannot be used.
public enum RowFault: String, Sendable, CaseIterable, Codable {
  /// A field of the row is not UTF-8.
  case invalidUTF8 = "invalid_utf8"
  /// More or fewer fields than the header names.
  case raggedRow = "ragged_row"
  /// The text, or the second text, is empty or all white space.
  case emptyText = "empty_text"
  /// The label is empty, null or missing.
  case emptyLabel = "empty_label"
  /// A byte 0 stands in a field.
  case nulByte = "nul_byte"
  /// Text follows a closing quote.
  case strayQuote = "stray_quote"
  /// A line is not a JSON object.
  case malformedJSON = "malformed_json"
  /// A JSON object lacks the member that holds the text.
  case missingField = "missing_field"
  /// The text or the label is a JSON array or object.
  case notAScalar = "not_a_scalar"
  /// A line has several `__label__` prefixes; a classifier here has one label a row.
  case severalLabels = "several_labels"

  /// Words to follow a count: "3 rows with …".
  var phrase: String {
    switch self {
    case .invalidUTF8: "with invalid UTF-8"
    case .raggedRow: "with more or fewer fields than the header"
    case .emptyText: "with an empty text"
    case .emptyLabel: "without a label"
    case .nulByte: "with a NUL byte"
    case .strayQuote: "with text after a closing quote"
    case .malformedJSON: "that are not a JSON object"
    case .missingField: "without the text's member"
    case .notAScalar: "whose text or label is an array or an object"
    case .severalLabels: "with several __label__ prefixes (one label a row is needed)"
    }
  }

  /// What a person may do about it, where there is more to say than "mend the rows".
  var remedy: String? {
    switch self {
    case .invalidUTF8: "if the file is Latin-1 or Windows-1252: iconv -f WINDOWS-1252 -t UTF-8"
    default: nil
    }
  }
}
