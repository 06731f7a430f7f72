/// A source of the bytes of a stream.
public protocol ArrowInput {
  /// The next bytes; fewer than `count` only at the end of the input.
  ///
  /// - Parameter count: How many bytes are wanted.
  /// - Throws: `ArrowError.readFailed`.
  mutating func read(_ count: Int) throws(ArrowError) -> [UInt8]
}
