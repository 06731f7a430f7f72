/// The direction in which rows, uncentred, reach farthest: the first right singular vector of their matrix.
package enum PrincipalDirection {
  /// Steps of the power method; the first singular value of averaged word vectors is far above the second.
  private static let steps = 100

  /// - Parameter rows: [rows, D]
  /// - Returns: a vector of length one, its largest component positive; zero where all rows are zero. [D]
  package static func of(_ rows: FeatureMatrix) -> [Float] {
    let size = rows.columns
    var product = [Double](repeating: 0, count: size * size)
    for row in 0..<rows.rows {
      for i in 0..<size {
        let value = Double(rows.values[row * size + i])
        for j in 0..<size { product[i * size + j] += value * Double(rows.values[row * size + j]) }
      }
    }
    // A start with some of every direction.
    var direction = (0..<size).map { 1 + Double($0 % 7) / 7 }
    for _ in 0..<steps {
      var next = [Double](repeating: 0, count: size)
      for i in 0..<size {
        for j in 0..<size { next[i] += product[i * size + j] * direction[j] }
      }
      let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { return [Float](repeating: 0, count: size) }
      direction = next.map { $0 / length }
    }
    let largest = direction.max { abs($0) < abs($1) } ?? 1
    return direction.map { Float(largest < 0 ? -$0 : $0) }
  }
}
