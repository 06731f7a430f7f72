package import BertStorage

/// Why a row of data with labels of tokens cannot be used.
public enum TokenRowFault: Error, Sendable, Equatable {
  /// A byte sequence is not UTF-8.
  case invalidUTF8
  /// A line contains the byte 0.
  case nulByte
  /// A line has another number of columns than the first one.
  case columns(found: Int, expected: Int)
  /// A line has a token and no tag.
  case tagMissing
  /// A tag is neither `O` nor one of the letters B, I, E, S, L, U with a label.
  case tagForm(String)
  /// A number is in place of a tag, and the options do not say what numbers stand for.
  case tagNumber(Int)
  /// A number is outside of the list of tags that the options give.
  case tagNumberUnknown(Int, names: Int)
  /// A line is not a JSON object.
  case malformedJSON
  /// An object has neither `tokens` nor `text`.
  case contentMissing
  /// A member is not what it should be.
  case member(String, expected: String)
  /// There are no tokens, or nothing but white space.
  case empty
  /// A token is empty.
  case emptyToken(Int)
  /// The number of tags is not that of the tokens.
  case tagCount(Int, tokens: Int)
  /// A span is empty or outside of the text.
  case spanOutside(start: Int, end: Int, scalars: Int)
  /// Two spans share scalars.
  case spansOverlap(first: LabelledRange, second: LabelledRange)
}

extension TokenRowFault: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String { wording.plain }
}

extension TokenRowFault: Worded {
  package var wording: Wording {
    switch self {
    case .invalidUTF8:
      "it is not UTF-8; if the file is Latin-1 or Windows-1252: \(option: "encoding", "windows-1252")"
    case .nulByte: "it has a NUL byte"
    case .columns(let found, let expected):
      """
      it has \(Counted(found, "column")), and the first line has \(expected); columns are separated by tabs, or else by \
      spaces, and sentences by a blank line
      """
    case .tagMissing: "it has a token and no tag; the last column is the tag"
    case .tagForm(let tag):
      "\(DataError.quoted(tag)) is not a tag; tags are O, and B-, I-, E-, S-, L- or U- with a label, as in B-PER"
    case .tagNumber(let number):
      """
      the tag is the number \(number); write the tags' names, such as B-PER, or \(command: "for evaluate ")give the \
      names in the order of the numbers with \(option: "labels")
      """
    case .tagNumberUnknown(let number, let names):
      "the tag is the number \(number), and \(option: "labels") names \(names) tags"
    case .malformedJSON: "it is not a JSON object"
    case .contentMissing:
      "it has neither the member tokens nor text; name the member of the text with \(option: "text-column")"
    case .member(let name, let expected): "the member \(name) must be \(expected)"
    case .empty: "it has no tokens"
    case .emptyToken(let index): "token \(index + 1) is empty"
    case .tagCount(let tags, let tokens): "it has \(tags) tags for \(tokens) tokens; each token needs one"
    case .spanOutside(let start, let end, let scalars):
      """
      the span \(start) to \(end) is not within the text, which has \(scalars) Unicode scalars; start must be below end, \
      and both are counted in scalars from 0
      """
    case .spansOverlap(let first, let second):
      """
      the spans \(first.range.lowerBound) to \(first.range.upperBound) and \(second.range.lowerBound) to \
      \(second.range.upperBound) overlap; a token has one label here
      """
    }
  }
}
