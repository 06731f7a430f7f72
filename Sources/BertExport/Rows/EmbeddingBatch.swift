import BertData

/// Rows on their way into a sink.
struct EmbeddingBatch {
  let ids: [RowID]
  /// For each row a value for each carried column.
  let carried: [[CarriedValue]]
  let vectors: StoredVectors
  /// The texts; the second one of a pair stands behind a blank line. Empty where no output has a place for them.
  var texts: [String] = []

  var count: Int { ids.count }
}
