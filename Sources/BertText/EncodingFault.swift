public import BertStorage

/// Why a tokenizer makes no tokens of a text, although its files are taken.
public enum EncodingFault: Error, Sendable, Equatable {
  /// A word is not in the vocabulary, nor is the token that would stand for it.
  case unknownWord(String, unknownToken: String)
  /// A step of the post-processor would have to lay out so many parts, and lays out one or two.
  case notLaidOut(parts: Int, isPair: Bool)
  /// A regular expression of the normalizer or the pre-tokenizer takes too many steps, or too much memory, on the text.
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
        + "\(Counted(count, "part")), and takes one or two: \(isPair ? "give single texts, or " : "")mend the post_processor of tokenizer.json"
    case .searchGivenUp(let expression):
      "the tokenizer's regular expression \(QuotedName(expression)) goes back and forth over the text without an end: leave out such texts, or "
        + "mend the expression in tokenizer.json"
    }
  }
}

extension EncodingFault: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .badData }
}
