package import BertKernels

/// A distance between the vectors of two domains, to be minimized, with its gradient.
///
/// The distance is not a mean over rows, so a batch cannot be computed in parts.
package protocol DomainLoss: Sendable {
  /// The value; 0 where a domain has fewer than two rows, which have no variance.
  ///
  /// - Parameters:
  ///   - source: `[n, H]`
  ///   - target: `[m, H]`
  ///   - scale: Factor of the gradients.
  ///   - gradients: Of `source`, `[n, H]`, and of `target`, `[m, H]`; added to.
  func evaluate(
    _ source: Matrix, _ target: Matrix, scale: Double, addingTo gradients: (source: Matrix, target: Matrix)
  ) -> Double
}

/// Vectors of one domain in double precision.
struct DomainRows {
  let count: Int
  let width: Int
  /// `[count, H]`
  private(set) var values: [Double]

  init(_ matrix: Matrix) {
    count = matrix.rows
    width = matrix.columns
    values = matrix.toArray().map(Double.init)
  }

  /// The rows minus their mean.
  var centred: DomainRows {
    var result = self
    for column in 0..<width {
      var sum = 0.0
      for row in 0..<count { sum += values[row * width + column] }
      let mean = sum / Double(count)
      for row in 0..<count { result.values[row * width + column] -= mean }
    }
    return result
  }

  /// The inner products of each row with each row of others, `[count, others.count]`.
  func products(_ others: DomainRows) -> [Double] {
    var result = [Double](repeating: 0, count: count * others.count)
    values.withUnsafeBufferPointer { own in
      others.values.withUnsafeBufferPointer { their in
        for row in 0..<count {
          for other in 0..<others.count {
            var sum = 0.0
            for column in 0..<width { sum += own[row * width + column] * their[other * width + column] }
            result[row * others.count + other] = sum
          }
        }
      }
    }
    return result
  }

  /// Adds each row times a factor to a row of sums, `[rows, H]`.
  func add(_ factors: (Int) -> Double, toRow row: Int, of sums: inout [Double]) {
    for own in 0..<count { add(factors(own), ofRow: own, toRow: row, of: &sums) }
  }

  /// Adds one row times a factor to a row of sums, `[rows, H]`.
  func add(_ factor: Double, ofRow own: Int, toRow row: Int, of sums: inout [Double]) {
    for column in 0..<width { sums[row * width + column] += factor * values[own * width + column] }
  }
}

extension Matrix {
  /// Adds numbers row by row.
  func add(_ numbers: [Double]) {
    for row in 0..<rows {
      for column in 0..<columns { self[row, column] += Float(numbers[row * columns + column]) }
    }
  }
}
