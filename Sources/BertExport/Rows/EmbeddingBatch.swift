import BertData

/// Rows on their way into a sink.
struct EmbeddingBatch {
  let ids: [RowID]
  /// For each row a value for each carried column.
  let carried: [[CarriedValue]]
  let vectors: StoredVectors

  var count: Int { ids.count }
}
