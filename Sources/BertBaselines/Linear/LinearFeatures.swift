/// Feature vectors of many rows, as the input of a linear model. Legend: C classes.
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

  /// Adds the gradients of all rows' losses, in row order or in parts on several threads.
  ///
  /// - Parameters:
  ///   - point: The weights [C, columns], then the biases [C].
  ///   - classes: C.
  ///   - gradient: In the same order; added to.
  ///   - errors: Gets a row and its scores [C], and replaces the scores by the derivatives of the row's loss with
  ///     respect to them. Returns the loss, or nil for a row that does not count.
  /// - Returns: The sum of the losses.
  func accumulate(
    at point: UnsafeBufferPointer<Double>, classes: Int, into gradient: UnsafeMutableBufferPointer<Double>,
    _ errors: (_ row: Int, _ scores: inout [Double]) -> Double?
  ) -> Double

  /// These rows and others, both scaled by the statistics of these, so that the penalty treats all columns equally.
  func scaled(with others: Self) -> (rows: Self, others: Self)
}

extension LinearFeatures {
  package func accumulate(
    at point: UnsafeBufferPointer<Double>, classes: Int, into gradient: UnsafeMutableBufferPointer<Double>,
    _ errors: (_ row: Int, _ scores: inout [Double]) -> Double?
  ) -> Double {
    accumulate(0..<rows, at: point, classes: classes, into: gradient, errors)
  }

  /// The same for some rows, in order.
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
