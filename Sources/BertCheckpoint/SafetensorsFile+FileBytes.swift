package import BertStorage

extension SafetensorsFile {
  /// Calls `body` with the bytes of the whole file, for a reader that knows the byte ranges of its tensors and reads a
  /// few values at a time: it checks once that the file has not shrunk, and looks up no name.
  package func withFileBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws(FileError) -> Result {
    try mapping.withBytes(0..<mapping.size, body)
  }
}
