package import BertStorage

/// What texts brought to a table of token vectors.
public struct StaticTuning: Sendable, Equatable {
  /// Texts learnt from.
  public let texts: Int
  /// Texts held out.
  public let heldTexts: Int
  /// The mean cosine between the table's and the encoder's vectors of the held-out texts, before.
  public let cosineBefore: Double
  /// The same of the table that was kept, which these texts chose.
  public let cosineAfter: Double
  /// The pass after which the table was kept; 0 where no pass made it better.
  public let epoch: Int
  /// Whether the rows were weighed again by how often the texts have their tokens.
  public let isReweighted: Bool

  /// The members that files and reports have of it.
  package var document: JSONValue {
    [
      "texts": .integer(texts), "held_texts": .integer(heldTexts), "cosine_before": .double(cosineBefore),
      "cosine_after": .double(cosineAfter), "epoch": .integer(epoch), "reweighted": .bool(isReweighted),
    ]
  }
}
