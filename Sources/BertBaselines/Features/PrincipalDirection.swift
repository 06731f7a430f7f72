/// The first right singular vector of a matrix whose rows are not centred.
package enum PrincipalDirection {
  /// Steps of the power method, which are enough because the first singular value of averaged word vectors is far above
  /// the second.
  private static let steps = 100

  /// - Parameter rows: [N, D]
  /// - Returns: A vector of length one whose largest component is positive; zero where all rows are zero. [D]
  package static func of(_ rows: FeatureMatrix) -> [Float] {
    let size = rows.columns
    var product = [Double](repeating: 0, count: size * size)
    for row in 0..<rows.rows {
      for i in 0..<size {
        let value = Double(rows.values[row * size + i])
        for j in 0..<size { product[i * size + j] += value * Double(rows.values[row * size + j]) }
      }
    }
    // A start with components in all directions.
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
