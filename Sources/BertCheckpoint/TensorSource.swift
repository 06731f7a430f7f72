/// One tensor to be written: its name, shape, and a way to have its values.
package struct TensorSource {
  /// The name in the file.
  package let name: String
  /// The extents, outermost first.
  package let shape: [Int]
  /// How the elements are stored.
  package let type: TensorType
  /// Elements of another type than F32, in the file's order of bytes; then ``withValues`` is not asked.
  package let bytes: (() -> [UInt8])?
  /// Calls its argument with the values in row-major order, in one piece or several; called once, in order.
  package let withValues: ((UnsafeBufferPointer<Float>) throws -> Void) throws -> Void

  package init(
    name: String, shape: [Int], withValues: @escaping ((UnsafeBufferPointer<Float>) throws -> Void) throws -> Void
  ) {
    self.name = name
    self.shape = shape
    type = .f32
    bytes = nil
    self.withValues = withValues
  }

  /// A tensor of another type.
  ///
  /// - Parameter bytes: gives the elements as the file holds them, little-endian.
  package init(name: String, shape: [Int], type: TensorType, bytes: @escaping () -> [UInt8]) {
    self.name = name
    self.shape = shape
    self.type = type
    self.bytes = bytes
    withValues = { _ in }
  }

  /// A tensor whose values are at hand as an array.
  package init(name: String, shape: [Int], values: [Float]) {
    self.init(name: name, shape: shape) { body in try values.withUnsafeBufferPointer(body) }
  }
}
