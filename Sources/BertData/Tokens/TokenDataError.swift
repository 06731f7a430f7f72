public import BertStorage

/// Why data whose tokens have labels cannot be read.
public enum TokenDataError: Error, Sendable {
  /// The input cannot be opened, read on, or is not text.
  case input(DataError)
  /// The format has no labels of tokens.
  case format(file: String, DataFormat)
  /// A row cannot be used.
  case row(file: String, line: Int, TokenRowFault)
  /// There is no row, or all were left out.
  case noRows(file: String, damaged: Int)
  /// Letters of BIOES and of BILOU stand in one file.
  case mixedSchemes(file: String)
}

extension TokenDataError: CustomStringConvertible {
  /// One or two lines: where, what is wrong, what to do.
  public var description: String { wording.plain }
}

extension TokenDataError: Worded {
  package var wording: Wording {
    switch self {
    case .input(let error): error.wording
    case .format(let file, let format):
      """
      \(file): a .\(format.rawValue) file has no labels of tokens; give CoNLL columns \
      (\(option: "input-format", "conll")) or JSON lines with tokens and tags, or text and spans \
      (\(option: "input-format", "jsonl"))
      """
    case .row(let file, let line, let fault): "\(file):\(line): \(fault)"
    case .noRows(let file, let damaged):
      damaged == 0 ? "\(file): the file has no sentence" : "\(file): all \(damaged) rows are damaged"
    case .mixedSchemes(let file):
      "\(file): E- or S- (BIOES) and L- or U- (BILOU) stand in one file; use one scheme"
    }
  }
}

extension TokenDataError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .input(let error): error.code
    case .format: .usage
    case .row, .noRows, .mixedSchemes: .badData
    }
  }

  /// The error of the reader of files, where it is one.
  public var cause: (any Error)? {
    if case .input(let error) = self { error } else { nil }
  }
}
