/// Vectors of words: read from a file, or trained.
package protocol WordVectors: Sendable {
  /// Numbers in a vector.
  var dimensions: Int { get }

  /// Adds `weight` times the vector of a word to a sum.
  ///
  /// - Parameter sum: [`dimensions`]
  /// - Returns: whether the word has a vector; where it has none the sum is as it was.
  func add(_ word: String, weight: Float, to sum: inout [Float]) -> Bool
}
