import BertEncoder
import BertText

/// A token that the tokenizer gives and the model has no row of weights for.
///
/// A tokenizer may have more ids than the weights have rows, as CamemBERT's published one: that does no harm until a text
/// has such a token.
public struct TokenOutsideEmbeddings: Error, Sendable, Equatable, CustomStringConvertible {
  /// What the number counts.
  public enum Kind: Sendable, Equatable {
    /// A token's id, a row of the word embeddings.
    case id
    /// A token's type, a row of the token-type embeddings.
    case type
  }

  /// What the number counts.
  public let kind: Kind
  /// The number.
  public let value: Int
  /// How many rows there are.
  public let rows: Int

  /// One line: what is wrong and what to do next.
  public var description: String {
    switch kind {
    case .id:
      "the text has the token id \(value), but the weights have word embeddings for 0 to \(rows - 1) only; the tokenizer "
        + "has a token that the model was not trained with: take it out of the tokenizer's files, or get the model's own"
    case .type:
      "the tokenizer gives the token type \(value), but the weights have types 0 to \(rows - 1) only; the tokenizer belongs "
        + "to another model"
    }
  }
}

extension EncoderConfiguration {
  /// The first token of a sequence that there is no row for; nil where there are rows for all.
  func tokenOutside(_ encoding: Encoding) -> TokenOutsideEmbeddings? {
    if let id = encoding.ids.first(where: { !(0..<vocabularySize).contains(Int($0)) }) {
      return TokenOutsideEmbeddings(kind: .id, value: Int(id), rows: vocabularySize)
    }
    guard hasTypeEmbeddings, typeVocabularySize > 1 else { return nil }
    return encoding.typeIDs.first { !(0..<typeVocabularySize).contains(Int($0)) }.map {
      TokenOutsideEmbeddings(kind: .type, value: Int($0), rows: typeVocabularySize)
    }
  }
}
