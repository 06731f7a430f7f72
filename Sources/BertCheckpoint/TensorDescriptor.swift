/// What the header of a checkpoint says about one tensor.
public struct TensorDescriptor: Sendable, Equatable {
  /// The name, byte for byte as in the file. Compare names by their UTF-8 bytes: `String`'s own equality also holds
  /// between canonically equivalent spellings, which are different tensors here.
  public let name: String
  /// The type of the elements as stored.
  public let type: TensorType
  /// The extents, outermost first. Empty for a scalar; an extent of zero is valid.
  public let shape: [Int]
  /// Where the values lie, in bytes from the start of the file that holds them.
  public let byteRange: Range<Int>
  /// The product of the extents; 1 for a scalar.
  public let elementCount: Int

  package init(name: String, type: TensorType, shape: [Int], byteRange: Range<Int>, elementCount: Int) {
    self.name = name
    self.type = type
    self.shape = shape
    self.byteRange = byteRange
    self.elementCount = elementCount
  }
}
