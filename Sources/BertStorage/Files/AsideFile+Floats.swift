extension AsideFile {
  /// Appends values as little-endian Float32.
  package func append(_ values: UnsafeBufferPointer<Float>) throws(CheckpointError) {
    #if _endian(little)
      try append(UnsafeRawBufferPointer(values))
    #else
      try append(
        values.flatMap { value in
          withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
        })
    #endif
  }

  /// Appends values as little-endian Float32.
  package func append(_ values: [Float]) throws(CheckpointError) {
    try values.withUnsafeBufferPointer { (buffer) throws(CheckpointError) in try append(buffer) }
  }
}
