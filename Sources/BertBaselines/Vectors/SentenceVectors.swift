package import BertData

/// Vectors of whole texts, whatever makes them.
package protocol SentenceVectors: Sendable {
  /// Numbers in a vector.
  var dimensions: Int { get }

  /// The vectors of rows, which may be pairs of texts, [rows, D]; zeros for a row without a token that is known.
  ///
  /// - Throws: an error of its own for a row that cannot be read, and where it was cancelled.
  func features(_ rows: [Example], isCancelled: () -> Bool) throws -> FeatureMatrix
}
