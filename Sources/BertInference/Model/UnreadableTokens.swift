import BertEncoder
package import BertStorage
public import BertText

/// Why a model cannot read the tokens of a text.
///
/// A tokenizer may have more ids than the weights have rows, as that of the published CamemBERT. That does no harm
/// unless a text has such a token.
public enum UnreadableTokens: Error, Sendable, Equatable {
  /// The tokenizer cannot encode the text.
  case notEncoded(EncodingFault)
  /// The word embeddings have no row for a token's id.
  case id(Int, token: String?, rows: Int)
  /// The token-type embeddings have no row for a token's type.
  case type(Int, rows: Int)
  /// There are more tokens than positions although the text was truncated: the tokenizer's post-processor repeats
  /// texts, or adds more tokens than it counts.
  case tooMany(Int, positions: Int)
  /// The text has no tokens, and the tokenizer adds no special tokens.
  case none
}

extension UnreadableTokens: CustomStringConvertible {
  /// One line: what is wrong and what to do next.
  public var description: String { wording.plain }
}

extension UnreadableTokens: Worded {
  package var wording: Wording {
    switch self {
    case .notEncoded(let fault):
      "\(fault)"
    case .id(let id, let token, let rows):
      """
      the text has the token \(token.map { "'\($0)' of id " } ?? "")\(id), and the weights have \
      \(Counted(rows, "word embedding")); the model was not trained with this token: take it out of the tokenizer's \
      files, or get the model's own
      """
    case .type(let type, let rows):
      "the tokenizer gives the token type \(type), and the weights have \(rows); the tokenizer belongs to another model"
    case .tooMany(let count, let positions):
      """
      the tokenizer makes \(Counted(count, "token")) of the text where the model has \(Counted(positions, "position")); \
      its post-processor repeats texts, or puts more tokens around them than it counts: give a lower \
      \(library: "maximum length", command: "\(option: "max-length")")
      """
    case .none:
      "the tokenizer gives no tokens for the text; leave such texts out"
    }
  }
}

extension PretrainedModel {
  /// Refuses a text with a token that the encoder has no row for. A text without tokens is accepted.
  ///
  /// - Parameters:
  ///   - encoding: The text's tokens without special tokens; any number.
  ///   - line: The line of the text, for the error.
  /// - Throws: `unreadableTokens`.
  package func requireReadable(_ encoding: Encoding, line: Int) throws(InferenceError) {
    let reason = encoding.fault.map(UnreadableTokens.notEncoded) ?? unknownID(encoding)
    if let reason { throw .unreadableTokens(reason, line: line) }
  }

  /// Why the encoder cannot read a sequence; nil where it can.
  package func unreadable(_ encoding: Encoding) -> UnreadableTokens? {
    if let fault = encoding.fault { return .notEncoded(fault) }
    if encoding.ids.isEmpty { return UnreadableTokens.none }
    if let reason = unknownID(encoding) { return reason }
    if encoding.ids.count > configuration.longestSequence {
      return .tooMany(encoding.ids.count, positions: configuration.longestSequence)
    }
    return unknownType(encoding)
  }

  private func unknownType(_ encoding: Encoding) -> UnreadableTokens? {
    let types = configuration.typeVocabularySize
    guard configuration.hasTypeEmbeddings, types > 1 else { return nil }
    return encoding.typeIDs.first { !(0..<types).contains(Int($0)) }.map { .type(Int($0), rows: types) }
  }

  private func unknownID(_ encoding: Encoding) -> UnreadableTokens? {
    let rows = configuration.vocabularySize
    return encoding.ids.first { !(0..<rows).contains(Int($0)) }.map {
      .id(Int($0), token: tokenizer.tokenizer.token(for: $0), rows: rows)
    }
  }
}
