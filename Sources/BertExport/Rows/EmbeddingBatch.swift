import BertData

/// Rows on their way into a sink.
struct EmbeddingBatch {
  let ids: [RowID]
  /// For each row a value for each carried column.
  let carried: [[CarriedValue]]
  let vectors: StoredVectors
  /// The texts; the second text of a pair follows a blank line. Empty where the output stores no texts.
  var texts: [String] = []

  var count: Int { ids.count }
}
