/// Feature vectors of many rows, as a linear model sees them. Legend: C classes.
package protocol LinearFeatures: Sendable {
  var rows: Int { get }
  var columns: Int { get }

  /// The rows at these indices, in this order.
  func selecting(_ indices: [Int]) -> Self

  /// Adds the products of a row with each class's weights to its scores.
  ///
  /// - Parameters:
  ///   - weights: [C, columns]
  ///   - scores: [C]
  func addProducts(row: Int, weights: UnsafeBufferPointer<Double>, to scores: inout [Double])

  /// Adds each class's error times a row to the gradient.
  ///
  /// - Parameters:
  ///   - errors: [C]
  ///   - gradient: [C, columns]
  func addErrors(_ errors: [Double], row: Int, to gradient: UnsafeMutableBufferPointer<Double>)

  /// Adds what all rows contribute to the gradient of a loss, and gives the sum of what `errors` gives: the rows in order, or in
  /// parts that several threads take.
  ///
  /// - Parameters:
  ///   - point: The weights [C, columns], then the biases [C]. - gradient: The same layout.
  ///   - errors: Gets a row and its scores [C], and puts the derivatives of its loss by them in their place; gives its loss, or nil
  ///     for a row that does not count.
  func accumulate(
    at point: UnsafeBufferPointer<Double>, classes: Int, into gradient: UnsafeMutableBufferPointer<Double>,
    _ errors: (_ row: Int, _ scores: inout [Double]) -> Double?
  ) -> Double

  /// These rows and others on the scale on which the penalty is fair to all columns, learnt from these.
  func scaled(with others: Self) -> (rows: Self, others: Self)
}

extension LinearFeatures {
  package func accumulate(
    at point: UnsafeBufferPointer<Double>, classes: Int, into gradient: UnsafeMutableBufferPointer<Double>,
    _ errors: (_ row: Int, _ scores: inout [Double]) -> Double?
  ) -> Double {
    accumulate(0..<rows, at: point, classes: classes, into: gradient, errors)
  }

  /// The same of some rows, in order.
  package func accumulate(
    _ range: Range<Int>, at point: UnsafeBufferPointer<Double>, classes: Int,
    into gradient: UnsafeMutableBufferPointer<Double>, _ errors: (_ row: Int, _ scores: inout [Double]) -> Double?
  ) -> Double {
    let size = classes * columns
    var loss = 0.0, scores = [Double](repeating: 0, count: classes)
    for row in range {
      for label in 0..<classes { scores[label] = point[size + label] }
      addProducts(row: row, weights: point, to: &scores)
      guard let own = errors(row, &scores) else { continue }
      loss += own
      for label in 0..<classes { gradient[size + label] += scores[label] }
      addErrors(scores, row: row, to: gradient)
    }
    return loss
  }
}
