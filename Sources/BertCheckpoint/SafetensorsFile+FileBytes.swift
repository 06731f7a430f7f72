package import BertStorage

extension SafetensorsFile {
  /// Calls `body` with the bytes of the whole file, for a reader that knows where its tensors lie and looks at a few
  /// values at a time: one check that the file has not shrunk, no search for a name.
  package func withFileBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws(FileError) -> Result {
    try mapping.withBytes(0..<mapping.size, body)
  }
}
