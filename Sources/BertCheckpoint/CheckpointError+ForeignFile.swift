extension CheckpointError {
  /// The same error, or the one that says what the file is instead, where its first bytes tell.
  ///
  /// - Parameters:
  ///   - mapping: The file that breaks a rule of its format.
  ///   - expected: What the format itself begins as, which explains nothing.
  func explained(by mapping: MappedFile, expected: ForeignFile?) -> CheckpointError {
    guard kind == .badData,
      let bytes = try? mapping.withBytes(0..<min(mapping.size, ForeignFile.bytesNeeded), { Array($0) }),
      let foreign = ForeignFile(firstBytes: bytes, fileSize: mapping.size), foreign != expected
    else { return self }
    return CheckpointError(.foreignFile(foreign), file: file)
  }
}
