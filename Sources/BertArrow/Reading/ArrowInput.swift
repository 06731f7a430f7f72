/// Where the bytes of a stream come from.
public protocol ArrowInput {
  /// The next bytes; fewer than `count` only at the end of the input.
  ///
  /// - Throws: `ArrowError.readFailed`.
  mutating func read(_ count: Int) throws(ArrowError) -> [UInt8]
}
