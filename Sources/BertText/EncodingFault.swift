public import BertStorage

/// Why a tokenizer cannot encode a text, although its files were read without an error.
public enum EncodingFault: Error, Sendable, Equatable {
  /// A word is not in the vocabulary, and neither is the unknown token that would replace it.
  case unknownWord(String, unknownToken: String)
  /// A step of the post-processor is given `parts` parts, but its templates take one or two.
  case notLaidOut(parts: Int, isPair: Bool)
  /// A regular expression of the normalizer or the pre-tokenizer needs too many steps or too much memory for the text.
  case searchGivenUp(expression: String)
}

extension EncodingFault: CustomStringConvertible {
  /// One line: what is wrong and what to do next.
  public var description: String {
    switch self {
    case .unknownWord(let word, let token):
      "the word \(QuotedName(word)) is not in the tokenizer's vocabulary, and neither is its unknown token \(QuotedName(token)): leave out "
        + "such texts, or name a token of the vocabulary as model.unk_token in tokenizer.json"
    case .notLaidOut(let count, let isPair):
      "the tokenizer cannot lay out \(isPair ? "a pair of texts" : "a text"): a TemplateProcessing of its post-processor follows one that leaves "
        + "\(Counted(count, "part")), and takes one or two: \(isPair ? "give single texts, or " : "")correct the post_processor of tokenizer.json"
    case .searchGivenUp(let expression):
      "the tokenizer's regular expression \(QuotedName(expression)) backtracks too long on the text: leave out such texts, or "
        + "correct the expression in tokenizer.json"
    }
  }
}

extension EncodingFault: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .badData }
}
