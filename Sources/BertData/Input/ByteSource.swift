/// Bytes that are read forwards: a file, what it unpacks to, or what its encoding stands for.
protocol ByteSource: AnyObject {
  /// How the input is named in messages.
  var name: String { get }
  /// The part of a regular file's bytes that has been read; nil for a pipe.
  var fraction: Double? { get }

  /// Reads at most `count` bytes; 0 is the end.
  ///
  /// - Throws: `DataError`.
  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int

  /// Whether the next bytes, or the end, can be had without waiting for whoever writes them; true where that is not known.
  var isReady: Bool { get }
}

extension ByteSource {
  var isReady: Bool { true }
}
