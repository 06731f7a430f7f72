public import BertStorage

/// Why token ids cannot be taken as a text of a model.
public enum TokenIDError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There are no ids.
  case noIDs
  /// An id is not in the vocabulary.
  case outsideVocabulary(id: Int, index: Int, size: Int)
  /// An id is a special token, which is added automatically.
  case special(id: Int, index: Int)

  /// One line: what is wrong and what to do next.
  public var description: String {
    switch self {
    case .noIDs: "there are no token ids; give at least one"
    case .outsideVocabulary(let id, let index, let size):
      "token id \(id) at index \(index) is not between 0 and \(size - 1), the ids of the model's vocabulary; use the model's own tokenizer, "
        + "or give the text"
    case .special(let id, let index):
      "token id \(id) at index \(index) is a special token; leave special tokens out, they are added automatically"
    }
  }
}

extension TokenIDError: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .badData }
}
