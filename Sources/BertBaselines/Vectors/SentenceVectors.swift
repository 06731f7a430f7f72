package import BertData

/// Vectors of whole texts.
package protocol SentenceVectors: Sendable {
  /// The size of a vector.
  var dimensions: Int { get }

  /// The vectors of rows, which may be pairs of texts, [rows, D]; zeros for a row without a known token.
  ///
  /// - Throws: An error of the conforming type for a row that cannot be read, or after cancellation.
  func features(_ rows: [Example], isCancelled: () -> Bool) throws -> FeatureMatrix
}
