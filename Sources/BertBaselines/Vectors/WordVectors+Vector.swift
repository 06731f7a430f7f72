extension WordVectors {
  /// The vector of a word, [`dimensions`]; nil if it has none.
  package func vector(of word: String) -> [Float]? {
    var vector = [Float](repeating: 0, count: dimensions)
    return add(word, weight: 1, to: &vector) ? vector : nil
  }

  /// The vector of a word scaled to length one; a zero vector is unchanged.
  package func unitVector(of word: String) -> [Float]? {
    guard let vector = vector(of: word) else { return nil }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }
}
