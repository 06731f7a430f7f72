package import BertStorage

/// The result of tuning a table of token vectors on texts.
public struct StaticTuning: Sendable, Equatable {
  /// Training texts.
  public let texts: Int
  /// Texts held out.
  public let heldTexts: Int
  /// The mean cosine between the table's and the encoder's vectors of the held-out texts before tuning.
  public let cosineBefore: Double
  /// The mean cosine after tuning. It is optimistic, since the same texts choose the table.
  public let cosineAfter: Double
  /// The epoch of the kept table, from 1; 0 where no epoch improved it.
  public let epoch: Int
  /// Whether the rows were weighted by the counts of their tokens in the texts.
  public let isReweighted: Bool

  /// The result as a JSON object, for files and reports.
  package var document: JSONValue {
    [
      "texts": .integer(texts), "held_texts": .integer(heldTexts), "cosine_before": .double(cosineBefore),
      "cosine_after": .double(cosineAfter), "epoch": .integer(epoch), "reweighted": .bool(isReweighted),
    ]
  }
}
