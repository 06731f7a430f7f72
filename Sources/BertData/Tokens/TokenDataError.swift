public import BertStorage

/// Why data with labels of tokens cannot be read.
public enum TokenDataError: Error, Sendable {
  /// The input cannot be opened or read, or is not text.
  case input(DataError)
  /// The format has no labels of tokens.
  case format(file: String, DataFormat)
  /// A row cannot be used.
  case row(file: String, line: Int, TokenRowFault)
  /// There is no row, or all were left out.
  case noRows(file: String, damaged: Int)
  /// One file has letters of both BIOES and BILOU.
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
      damaged == 0
        ? "\(file): the file has no sentence" : "\(file): none of its \(Counted(damaged, "row")) can be used"
    case .mixedSchemes(let file):
      "\(file): the file has tags of BIOES (E- or S-) and of BILOU (L- or U-); use one scheme"
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

  /// The error of reading the input, where that is the reason.
  public var cause: (any Error)? {
    if case .input(let error) = self { error } else { nil }
  }
}
