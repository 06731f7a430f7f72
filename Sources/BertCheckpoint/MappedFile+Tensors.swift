import BertStorage

extension MappedFile {
  /// Calls `body` with a range of bytes; errors of the file system name the tensor.
  func withBytes<Result>(
    _ range: Range<Int>, of tensor: String, _ body: (UnsafeRawBufferPointer) throws(CheckpointError) -> Result
  ) throws(CheckpointError) -> Result {
    do throws(CheckpointError) {
      return try withBytes(range, body)
    } catch {
      guard case .file = error.rule else { throw error }
      throw CheckpointError(error.rule, file: error.file, tensor: tensor)
    }
  }
}
