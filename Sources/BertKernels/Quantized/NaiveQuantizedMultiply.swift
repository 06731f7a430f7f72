/// The quantized product by its definition: the oracle of the packed one.
package enum NaiveQuantizedMultiply {
  /// Quantizes one row to integers q with x ≈ (q − zero)·scale. Columns of `kept` count as 0.
  package static func quantize(_ x: [Float], keeping kept: [Int]) -> (values: [Int], scale: Float, zero: Int) {
    var x = x
    for column in kept { x[column] = 0 }
    let low = min(0, x.min() ?? 0), high = max(0, x.max() ?? 0)
    let span = high - low
    guard x.allSatisfy(\.isFinite), span.isFinite else { return (x.map { _ in 0 }, .nan, 0) }
    guard (255 / span).isFinite else { return (x.map { _ in 0 }, 0, 0) }
    let inverse = 255 / span
    let zero = (-low * inverse).rounded(.toNearestOrEven)
    // In double precision the product is exact, and so nearly is the sum: there is one rounding.
    let values = x.map { value in
      Int(max(0, min(255, (Double(value) * Double(inverse) + Double(zero)).rounded(.toNearestOrEven))))
    }
    return (values, span / 255, Int(zero))
  }

  /// Σ (q − zero) · w for every row of x and every row of W, in 64 bits, `[M, N]` row by row.
  package static func sums(_ x: Matrix, _ weights: QuantizedMatrix) -> [Int] {
    (0..<x.rows).flatMap { row in
      let (values, _, zero) = quantize(x.rows(row..<row + 1).toArray(), keeping: weights.keptColumns)
      return (0..<weights.rows).map { output in
        (0..<weights.columns).reduce(0) {
          $0 + (values[$1] - zero) * Int(weights.values[output * weights.columns + $1])
        }
      }
    }
  }

  /// x·Wᵀ, `[M, N]` row by row.
  package static func multiply(_ x: Matrix, _ weights: QuantizedMatrix) -> [Float] {
    let sums = sums(x, weights)
    let count = weights.keptColumns.count
    return (0..<x.rows).flatMap { row in
      let scale = quantize(x.rows(row..<row + 1).toArray(), keeping: weights.keptColumns).scale
      return (0..<weights.rows).map { output in
        var value = Double(sums[row * weights.rows + output]) * Double(scale) * Double(weights.scales[output])
        for (index, column) in weights.keptColumns.enumerated() {
          value += Double(x[row, column]) * Double(weights.keptValues[output * count + index])
        }
        return Float(value)
      }
    }
  }
}
