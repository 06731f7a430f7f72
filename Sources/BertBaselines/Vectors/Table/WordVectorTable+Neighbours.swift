import BertKernels

/// The words whose vectors point in nearly the same direction.
extension WordVectorTable {
  /// A word and the cosine of the angle between its vector and the one asked for.
  package struct Neighbour: Sendable, Equatable {
    package let word: String
    package let cosine: Float
  }

  /// The `count` words nearest to a vector, the nearest first; of equal ones the first in the table.
  ///
  /// - Parameters:
  ///   - vector: [`dimensions`]
  ///   - excluded: Words that are not given, compared byte for byte.
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

  /// Rows' products with a vector and with themselves.
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

  /// The words that stand to `c` as `b` stands to `a`: nearest to b − a + c with each made as long as one, and none of
  /// the three (Mikolov, Yih and Zweig, "Linguistic Regularities in Continuous Space Word Representations", NAACL 2013).
  ///
  /// - Returns: nil where one of the three has no vector.
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
