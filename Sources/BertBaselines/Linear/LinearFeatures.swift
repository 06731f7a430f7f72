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

  /// These rows and others on the scale on which the penalty is fair to all columns, learnt from these.
  func scaled(with others: Self) -> (rows: Self, others: Self)
}
