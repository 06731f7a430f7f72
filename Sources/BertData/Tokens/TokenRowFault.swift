package import BertStorage

/// Why a row of data whose tokens have labels cannot be used.
public enum TokenRowFault: Error, Sendable, Equatable {
  /// A byte sequence is not UTF-8.
  case invalidUTF8
  /// A byte 0 stands in a line.
  case nulByte
  /// A line has another number of columns than the first one.
  case columns(found: Int, expected: Int)
  /// A line has a token and no tag.
  case tagMissing
  /// A tag is not `O`, and not a letter of B, I, E, S, L, U with a label.
  case tagForm(String)
  /// A number stands in the place of a tag, and nobody said what it stands for.
  case tagNumber(Int)
  /// A number stands for none of the tags' names.
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
  /// As many tags as tokens are needed.
  case tagCount(Int, tokens: Int)
  /// A span does not lie in the text.
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
      it has \(found) columns where the first line has \(expected); columns are separated by tabs, or else by spaces, \
      and a blank line stands between sentences
      """
    case .tagMissing: "it has a token and no tag; the last column is the tag"
    case .tagForm(let tag):
      "\(DataError.quoted(tag)) is no tag; tags are O, and B-, I-, E-, S-, L- or U- with a label, as in B-PER"
    case .tagNumber(let number):
      """
      the tag is the number \(number); write the tags' names, such as B-PER, or \(command: "for evaluate ")give the \
      names in the order of the numbers with \(option: "labels")
      """
    case .tagNumberUnknown(let number, let names):
      "the tag is the number \(number), and \(option: "labels") names \(names) tags"
    case .malformedJSON: "it is not a JSON object"
    case .contentMissing:
      "it has neither the member tokens nor text; name the text's with \(option: "text-column")"
    case .member(let name, let expected): "the member \(name) must be \(expected)"
    case .empty: "it has no tokens"
    case .emptyToken(let index): "token \(index + 1) is empty"
    case .tagCount(let tags, let tokens): "it has \(tags) tags for \(tokens) tokens; each token needs one"
    case .spanOutside(let start, let end, let scalars):
      """
      the span \(start) to \(end) does not lie in the text, which has \(scalars) Unicode scalars; start is below end, and \
      both are counted in scalars from 0
      """
    case .spansOverlap(let first, let second):
      """
      the spans \(first.range.lowerBound) to \(first.range.upperBound) and \(second.range.lowerBound) to \
      \(second.range.upperBound) overlap; a token has one label here
      """
    }
  }
}
