/// Vectors of words, read from a file or trained.
package protocol WordVectors: Sendable {
  /// The size of a vector.
  var dimensions: Int { get }

  /// Adds `weight` times the vector of a word to a sum.
  ///
  /// - Parameter sum: [`dimensions`]
  /// - Returns: Whether the word has a vector; if not, the sum is unchanged.
  func add(_ word: String, weight: Float, to sum: inout [Float]) -> Bool
}
