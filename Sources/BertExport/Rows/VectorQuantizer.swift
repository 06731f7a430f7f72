/// Turns float32 values into the bytes that are stored.
enum VectorQuantizer: Sendable, Equatable {
  case float32
  case int8(VectorRanges)
  case binary

  var element: VectorElement {
    switch self {
    case .float32: .float32
    case .int8: .int8
    case .binary: .binary
    }
  }

  /// The stored form of vectors, `[rows, dimensions]`.
  func encode(_ values: [Float], dimensions: Int) -> StoredVectors {
    let bytes: [UInt8]
    switch self {
    case .float32:
      bytes = [UInt8](unsafeUninitializedCapacity: values.count * 4) { buffer, count in
        for (index, value) in values.enumerated() {
          UnsafeMutableRawBufferPointer(buffer).storeBytes(
            of: value.bitPattern.littleEndian, toByteOffset: index * 4, as: UInt32.self)
        }
        count = values.count * 4
      }
    case .int8(let ranges): bytes = Self.codes(values, ranges)
    case .binary: bytes = Self.bits(values, dimensions: dimensions)
    }
    return StoredVectors(element: element, dimensions: dimensions, bytes: bytes)
  }

  private static func codes(_ values: [Float], _ ranges: VectorRanges) -> [UInt8] {
    let dimensions = ranges.minimum.count, steps = ranges.steps
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count)
    for start in stride(from: 0, to: values.count, by: dimensions) {
      for index in 0..<dimensions {
        let place = (values[start + index] - ranges.minimum[index]) / steps[index]
        let code = Int(min(max(place.rounded(), 0), 255)) - 128
        bytes.append(UInt8(bitPattern: Int8(code)))
      }
    }
    return bytes
  }

  private static func bits(_ values: [Float], dimensions: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count / 8)
    for start in stride(from: 0, to: values.count, by: 8) {
      var byte: UInt8 = 0
      for index in 0..<8 { byte = byte << 1 | (values[start + index] > 0 ? 1 : 0) }
      bytes.append(byte)
    }
    return bytes
  }
}
