import BertStorage

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
  /// A field contains the byte 0.
  case nulByte = "nul_byte"
  /// Text follows a closing quote.
  case strayQuote = "stray_quote"
  /// A field is quoted with `'`, which is not a quote here, so that the row has more or fewer fields than the header.
  case singleQuotes = "single_quotes"
  /// A quote inside a quoted field has a backslash before it instead of being doubled.
  case backslashQuote = "backslash_quote"
  /// A line has `NaN` or `Infinity`, which are not JSON.
  case notANumber = "not_a_number"
  /// A `\u` escape is half of a surrogate pair.
  case loneSurrogate = "lone_surrogate"
  /// A line is not a JSON object.
  case malformedJSON = "malformed_json"
  /// A JSON object lacks the member that holds the text.
  case missingField = "missing_field"
  /// The text or the label is a JSON array or object.
  case notAScalar = "not_a_scalar"
  /// A row has several labels where one is needed.
  case severalLabels = "several_labels"
  /// A field of a label column is neither 0 nor 1.
  case noFlag = "no_flag"
  /// The field of labels starts like a JSON list, but is not a list of names in JSON.
  case noList = "no_list"
  /// The label is not a number where one is needed, or is beyond the range of single precision.
  case noNumber = "no_number"

  /// Words to follow a count: "3 rows with …".
  var phrase: String {
    switch self {
    case .invalidUTF8: "with invalid UTF-8"
    case .raggedRow: "with more or fewer fields than the header"
    case .emptyText: "with an empty text"
    case .emptyLabel: "without a label"
    case .nulByte: "with a NUL byte"
    case .strayQuote: "with text after a closing quote"
    case .singleQuotes: "whose fields are quoted with ' (only \" quotes)"
    case .backslashQuote: "with \\\" inside quotes (a quote is doubled there, \"\")"
    case .notANumber: "with NaN or Infinity, which are no JSON"
    case .loneSurrogate: "with half a surrogate pair (\\ud800 to \\udfff alone)"
    case .malformedJSON: "that are not a JSON object"
    case .missingField: "without the members for text and label"
    case .notAScalar: "whose text or label is an array or an object"
    case .severalLabels: "with several labels (one label a row is needed)"
    case .noFlag: "with something other than 0, 1, true, false or nothing in a label column"
    case .noList: "whose labels begin with [ and are no JSON list of names"
    case .noNumber: "whose label is not a number, or one beyond 3.4e38"
    }
  }

  /// What a user can do about it other than correct the rows.
  var remedy: Wording? {
    switch self {
    case .invalidUTF8: "if the file is Latin-1 or Windows-1252: \(option: "encoding", "windows-1252")"
    case .raggedRow: "a field that holds the delimiter is quoted: \"…\""
    case .malformedJSON: "objects over several lines are read with \(option: "input-format", "json")"
    case .severalLabels:
      "a text may have several labels with \(option: "task", "multi-label")"
    case .noList:
      """
      a list is written ["a", "b"]; where names begin with [, \(option: "label-separator") says what stands between them
      """
    default: nil
    }
  }
}

extension RowFault {
  /// Why a row is not the JSON that it should be.
  init(_ fault: JSONFault) {
    switch fault.rule {
    case .notFinite: self = .notANumber
    case .loneSurrogate: self = .loneSurrogate
    default: self = .malformedJSON
    }
  }
}
