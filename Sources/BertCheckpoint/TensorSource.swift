/// One tensor to be written: its name, shape, and the source of its values.
package struct TensorSource {
  /// The name in the file.
  package let name: String
  /// The dimensions, outermost first.
  package let shape: [Int]
  /// The type of the elements in the file.
  package let type: TensorType
  /// Returns elements of another type than F32, little-endian; then ``withValues`` is not called.
  package let bytes: (() -> [UInt8])?
  /// Calls its argument with the values in row-major order, in one or several pieces. It is called once.
  package let withValues: ((UnsafeBufferPointer<Float>) throws -> Void) throws -> Void

  /// A tensor of F32 whose values are produced when it is written.
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
  /// - Parameter bytes: Returns the elements as the file holds them, little-endian.
  package init(name: String, shape: [Int], type: TensorType, bytes: @escaping () -> [UInt8]) {
    self.name = name
    self.shape = shape
    self.type = type
    self.bytes = bytes
    withValues = { _ in }
  }

  /// A tensor of F32 with the values of an array.
  package init(name: String, shape: [Int], values: [Float]) {
    self.init(name: name, shape: shape) { body in try values.withUnsafeBufferPointer(body) }
  }
}
