package import BertStorage

/// A row of a stream of texts and answers: what is asked, and what goes back with the answer.
package struct StreamedRow: Sendable {
  /// What is asked.
  package struct Question: Sendable {
    /// The text, of words these with a space between them.
    package var example: Example
    /// The words, where the row is a list of them.
    package var words: [String]?

    /// Puts the parts together.
    package init(_ example: Example, words: [String]? = nil) {
      self.example = example
      self.words = words
    }
  }

  /// The line on which the row stands, or its number in its batch, from 1 on.
  package let line: Int
  /// What is asked, or why the row cannot be used.
  package var question: Result<Question, UnusableRow>
  /// The members of the object that came, each value as it was written; empty where rows come in another form.
  package var members: [(key: String, json: String)]
}

/// Why a row of a stream has no answer.
package struct UnusableRow: Error {
  /// A clause of its own, to be read beside the row.
  package let reason: Wording

  /// - Parameter reason: A clause of its own.
  package init(_ reason: Wording) { self.reason = reason }

  init(_ fault: RowFault) { self.init(fault.reason) }
}

extension RowFault {
  /// What is wrong with the one row, as a clause of its own.
  fileprivate var reason: Wording {
    switch self {
    case .invalidUTF8: "the text is not UTF-8"
    case .raggedRow: "the row has more or fewer fields than the header"
    case .emptyText: "the text is empty"
    case .emptyLabel: "the row has no label"
    case .nulByte: "the text has a NUL byte"
    case .strayQuote: "text follows a closing quote"
    case .singleQuotes: "the fields are quoted with '"
    case .backslashQuote: "a quote inside quotes has a backslash before it"
    case .notANumber: "the line has NaN or Infinity, which are no JSON"
    case .loneSurrogate: "the line has half a surrogate pair"
    case .malformedJSON: "the line is not a JSON object"
    case .missingField: "the row has no member for the text; name it with \(option: "text-column")"
    case .notAScalar: "the text is an array or an object"
    case .severalLabels: "the row has several labels"
    case .noFlag: "a label is neither 0 nor 1"
    case .noList: "the labels are no list of names"
    case .noNumber: "the label is not a number"
    }
  }
}
