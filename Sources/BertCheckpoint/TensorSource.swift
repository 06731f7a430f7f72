/// One tensor to be written: its name, shape, and a way to have its values.
package struct TensorSource {
  /// The name in the file.
  package let name: String
  /// The extents, outermost first.
  package let shape: [Int]
  /// Calls its argument with the values in row-major order, in one piece or several; called once, in order.
  package let withValues: ((UnsafeBufferPointer<Float>) throws -> Void) throws -> Void

  package init(
    name: String, shape: [Int], withValues: @escaping ((UnsafeBufferPointer<Float>) throws -> Void) throws -> Void
  ) {
    self.name = name
    self.shape = shape
    self.withValues = withValues
  }

  /// A tensor whose values are at hand as an array.
  package init(name: String, shape: [Int], values: [Float]) {
    self.init(name: name, shape: shape) { body in try values.withUnsafeBufferPointer(body) }
  }
}
