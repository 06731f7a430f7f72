import BertKernels

/// Nearest neighbours by cosine similarity.
extension WordVectorTable {
  /// A word and the cosine similarity of its vector to the query.
  package struct Neighbour: Sendable, Equatable {
    package let word: String
    package let cosine: Float
  }

  /// The `count` words nearest to a vector, the nearest first; ties in the order of the table.
  ///
  /// - Parameters:
  ///   - vector: [`dimensions`]
  ///   - count: The number of neighbours.
  ///   - excluded: Words that are not returned, compared byte for byte.
  /// - Throws: `file` if the file has become shorter.
  /// - Complexity: O(V · D).
  package func neighbours(
    of vector: [Float], count: Int, excluding excluded: [String] = []
  ) throws(VectorFileError) -> [Neighbour] {
    precondition(vector.count == dimensions)
    var barred: Set<Int> = []
    for word in excluded {
      if let number = try number(of: word) { barred.insert(number) }
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var best: [(number: Int, cosine: Float)] = []
    for start in stride(from: 0, to: self.count, by: 4096) {
      let range = start..<min(start + 4096, self.count)
      let (products, squares) = try products(range, vector)
      for (offset, number) in range.enumerated() where !barred.contains(number) {
        let divisor = squares[offset].squareRoot() * length
        let cosine = divisor > 0 ? products[offset] / divisor : 0
        if best.count == count, let last = best.last, cosine <= last.cosine { continue }
        let place = best.firstIndex { $0.cosine < cosine } ?? best.count
        best.insert((number, cosine), at: place)
        if best.count > count { best.removeLast() }
      }
    }
    var result: [Neighbour] = []
    for (number, cosine) in best { result.append(Neighbour(word: try word(number), cosine: cosine)) }
    return result
  }

  /// The dot products of rows with a vector and with themselves.
  private func products(
    _ range: Range<Int>, _ vector: [Float]
  ) throws(VectorFileError) -> (with: [Float], squares: [Float]) {
    guard subwords != nil else {
      return try file.withBytes { bytes in
        FlatVectors.products(bytes, at: file.row(range.lowerBound), rows: range.count, with: vector)
      }
    }
    let rows = try vectors(range)
    return rows.withUnsafeBytes { FlatVectors.products($0, at: 0, rows: range.count, with: vector) }
  }

  /// Solves an analogy, `a` is to `b` as `c` is to what: the words nearest to b − a + c with unit vectors, except these
  /// three (Mikolov, Yih and Zweig, "Linguistic Regularities in Continuous Space Word Representations", NAACL 2013).
  ///
  /// - Returns: nil where one of the three has no vector.
  /// - Throws: `file` if the file has become shorter.
  package func analogy(
    _ a: String, _ b: String, _ c: String, count: Int
  ) throws(VectorFileError) -> [Neighbour]? {
    var sum = [Float](repeating: 0, count: dimensions)
    for (word, sign) in [(a, Float(-1)), (b, 1), (c, 1)] {
      guard let vector = unitVector(of: word) else { return nil }
      for index in sum.indices { sum[index] += sign * vector[index] }
    }
    return try neighbours(of: sum, count: count, excluding: [a, b, c])
  }
}
