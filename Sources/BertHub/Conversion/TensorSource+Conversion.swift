import BertCheckpoint

extension TensorSource {
  /// The number of values that are converted at a time.
  private static let piece = 1 << 16

  /// Float32 values of the file, little-endian and at any alignment.
  static func floats(_ name: String, _ shape: [Int], _ input: ConversionInput, _ range: Range<Int>) -> TensorSource {
    TensorSource(name: name, shape: shape) { body in
      for start in stride(from: range.lowerBound, to: range.upperBound, by: piece * 4) {
        let values = try input.withBytes(start..<min(start + piece * 4, range.upperBound)) { $0.floats() }
        try values.withUnsafeBufferPointer(body)
      }
    }
  }

  /// A matrix that the file holds as `[rows, columns]`, written as `[columns, rows]`.
  static func transposed(
    _ name: String, _ rows: Int, _ columns: Int, _ input: ConversionInput, _ range: Range<Int>
  ) -> TensorSource {
    TensorSource(name: name, shape: [columns, rows]) { body in
      let source = try input.withBytes(range) { $0.floats() }
      var target = [Float](repeating: 0, count: source.count)
      for row in 0..<rows {
        for column in 0..<columns { target[column * rows + row] = source[row * columns + column] }
      }
      try target.withUnsafeBufferPointer(body)
    }
  }

  /// Values packed into 4 bits each; see ``FourBitBlock``.
  static func fourBit(_ name: String, _ shape: [Int], _ input: ConversionInput, _ range: Range<Int>) -> TensorSource {
    TensorSource(name: name, shape: shape) { body in
      let step = piece / FourBitBlock.values * FourBitBlock.size
      for start in stride(from: range.lowerBound, to: range.upperBound, by: step) {
        let values = try input.withBytes(start..<min(start + step, range.upperBound)) { FourBitBlock.unpack($0) }
        try values.withUnsafeBufferPointer(body)
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes as little-endian Float32 values.
  fileprivate func floats() -> [Float] {
    (0..<count / 4).map {
      Float(bitPattern: UInt32(littleEndian: loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
    }
  }
}
