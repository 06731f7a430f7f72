/// Weights W `[N, K]` in eight bits: W[n, k] ≈ values[n, k] · scales[n], except for a few columns that are kept in
/// Float32.
///
/// Each output channel (row) has a scale of its own, its largest magnitude over 127, so that zero stays zero and no
/// value is clipped. The few columns whose activations have outliers are kept in Float32 (Dettmers et al., arXiv
/// 2208.07339), as the outliers would widen the range of every token's activations.
package struct QuantizedMatrix: Sendable {
  /// N
  package let rows: Int
  /// K
  package let columns: Int
  /// −127…127, `[N, K]` row by row; 0 in the kept columns.
  package let values: [Int8]
  /// `[N]`; NaN where a weight of the row was not finite.
  package let scales: [Float]
  /// The columns kept in Float32, ascending.
  package let keptColumns: [Int]
  /// Their weights, `[N, keptColumns.count]` row by row.
  package let keptValues: [Float]

  /// The largest K: 65,536 · 255 · 127 < 2³¹, so no sum of K products overflows 32 bits.
  package static let largestDepth = 65_536

  /// Assembles a matrix from its stored properties.
  ///
  /// - Returns: nil where they do not fit together.
  package init?(
    rows: Int, columns: Int, values: [Int8], scales: [Float], keptColumns: [Int], keptValues: [Float]
  ) {
    let isAscending = zip(keptColumns, keptColumns.dropFirst()).allSatisfy { $0 < $1 }
    guard values.count == rows * columns, scales.count == rows, columns <= Self.largestDepth, isAscending,
      keptColumns.allSatisfy({ (0..<columns).contains($0) }), keptValues.count == rows * keptColumns.count,
      !values.contains(-128),
      keptColumns.allSatisfy({ column in (0..<rows).allSatisfy { values[$0 * columns + column] == 0 } })
    else { return nil }
    self.rows = rows
    self.columns = columns
    self.values = values
    self.scales = scales
    self.keptColumns = keptColumns
    self.keptValues = keptValues
  }

  /// Quantizes weights.
  ///
  /// - Parameters:
  ///   - weights: W, `[N, K]`, with K at most ``largestDepth``.
  ///   - kept: The columns that are kept in Float32.
  package init(quantizing weights: Matrix, keeping kept: [Int]) {
    precondition(weights.columns <= Self.largestDepth, "more than \(Self.largestDepth) columns")
    let kept = Set(kept).sorted()
    rows = weights.rows
    columns = weights.columns
    keptColumns = kept
    var values = [Int8](repeating: 0, count: weights.count)
    var scales: [Float] = []
    var keptValues: [Float] = []
    for row in 0..<weights.rows {
      var weight = Array(UnsafeBufferPointer(start: weights.row(row), count: weights.columns))
      for column in kept {
        keptValues.append(weight[column])
        weight[column] = 0
      }
      let largest = weight.reduce(0) { max($0, abs($1)) }
      let scale = weight.allSatisfy(\.isFinite) ? largest / 127 : .nan
      scales.append(scale)
      guard scale.isFinite, scale > 0 else { continue }
      for (column, value) in weight.enumerated() {
        // The quotient can be 127.00001, or more where the scale is subnormal.
        values[row * columns + column] = Int8(max(-127, min(127, (value / scale).rounded(.toNearestOrEven))))
      }
    }
    self.values = values
    self.scales = scales
    self.keptValues = keptValues
  }

  /// Writes the dequantized weights to a matrix `[N, K]`.
  package func dequantize(into weights: Matrix) {
    precondition(weights.rows == rows && weights.columns == columns)
    for row in 0..<rows {
      let target = weights.row(row)
      for column in 0..<columns { target[column] = Float(values[row * columns + column]) * scales[row] }
      for (index, column) in keptColumns.enumerated() { target[column] = keptValues[row * keptColumns.count + index] }
    }
  }

  /// The rows of several matrices, concatenated; nil where they do not keep the same columns.
  package static func stacked(_ parts: [QuantizedMatrix]) -> QuantizedMatrix? {
    guard let first = parts.first,
      parts.allSatisfy({ $0.keptColumns == first.keptColumns && $0.columns == first.columns })
    else { return nil }
    return QuantizedMatrix(
      rows: parts.reduce(0) { $0 + $1.rows }, columns: first.columns, values: parts.flatMap(\.values),
      scales: parts.flatMap(\.scales), keptColumns: first.keptColumns, keptValues: parts.flatMap(\.keptValues))
  }

  /// The rows `range`, as a matrix of its own.
  package func rows(_ range: Range<Int>) -> QuantizedMatrix? {
    QuantizedMatrix(
      rows: range.count, columns: columns,
      values: Array(values[range.lowerBound * columns..<range.upperBound * columns]),
      scales: Array(scales[range]), keptColumns: keptColumns,
      keptValues: Array(keptValues[range.lowerBound * keptColumns.count..<range.upperBound * keptColumns.count]))
  }
}
