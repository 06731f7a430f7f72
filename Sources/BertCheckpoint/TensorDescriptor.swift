/// The description of one tensor in a checkpoint.
public struct TensorDescriptor: Sendable, Equatable {
  /// The name, byte for byte as in the file. Compare names by their UTF-8 bytes: `String` also holds canonically
  /// equivalent spellings to be equal, which are different tensors here.
  public let name: String
  /// The type of the elements as stored.
  public let type: TensorType
  /// The dimensions, outermost first. Empty for a scalar; a dimension of zero is valid.
  public let shape: [Int]
  /// The range of the values, in bytes from the start of the file that holds them.
  public let byteRange: Range<Int>
  /// The product of the dimensions; 1 for a scalar.
  public let elementCount: Int

  package init(name: String, type: TensorType, shape: [Int], byteRange: Range<Int>, elementCount: Int) {
    self.name = name
    self.type = type
    self.shape = shape
    self.byteRange = byteRange
    self.elementCount = elementCount
  }
}
