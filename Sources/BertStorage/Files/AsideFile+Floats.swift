extension AsideFile {
  /// Appends values as little-endian Float32.
  package func append(_ values: UnsafeBufferPointer<Float>) throws(FileError) {
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
  package func append(_ values: [Float]) throws(FileError) {
    try values.withUnsafeBufferPointer { (buffer) throws(FileError) in try append(buffer) }
  }
}
