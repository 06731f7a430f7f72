/// Bytes that are read in order: those of a file, of its decompressed content, or of its text converted to UTF-8.
protocol ByteSource: AnyObject {
  /// How the input is named in messages.
  var name: String { get }
  /// The part of a regular file's bytes that has been read; nil for a pipe.
  var fraction: Double? { get }

  /// Reads at most `count` bytes; 0 is the end.
  ///
  /// - Throws: `DataError`.
  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int

  /// Whether the next bytes, or the end, can be read without waiting for the writer of a pipe; true where that is not
  /// known.
  var isReady: Bool { get }
}

extension ByteSource {
  var isReady: Bool { true }
}
