package import BertBaselines
package import BertData
package import BertKernels

/// The vectors of texts by a table of token vectors, as the features of a linear model.
package struct StaticSentences: SentenceVectors {
  package let dimensions: Int
  private let embedder: TextEmbedder

  /// - Throws: An ``InferenceError`` that names the file and what is wrong with it.
  package init(_ table: StaticTable, compute: Compute) throws(InferenceError) {
    embedder = try TextEmbedder(.table(table), options: EmbeddingOptions(), compute: compute)
    dimensions = embedder.dimensions
  }

  package func features(_ rows: [Example], isCancelled: () -> Bool) throws -> FeatureMatrix {
    let vectors = try embedder.embed(rows, isCancelled: isCancelled)
    return FeatureMatrix(rows: rows.count, columns: dimensions, values: vectors.values)
  }
}
