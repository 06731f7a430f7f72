/// Decompresses a block of Snappy.
///
/// Source: google/snappy, `format_description.txt`.
enum SnappyBlock {
  /// The decompressed bytes.
  ///
  /// - Parameters:
  ///   - packed: The compressed block.
  ///   - limit: The greatest number of decompressed bytes.
  static func unpacked(_ packed: ArraySlice<UInt8>, limit: Int) throws(BundleFault) -> [UInt8] {
    var reader = BundleReader(packed)
    let length = try reader.count()
    guard length <= limit else { throw BundleFault("a compressed block is too large") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(length, 64 * packed.count))
    while !reader.isAtEnd {
      let tag = try reader.byte()
      guard tag & 3 != 0 else {
        var count = Int(tag >> 2)
        if count >= 60 { count = Int(try reader.fixed(bytes: count - 59)) }
        bytes += try reader.take(count + 1)
        guard bytes.count <= length else { throw BundleFault("a compressed block has too many bytes") }
        continue
      }
      let count: Int, distance: Int
      switch tag & 3 {
      case 1:
        count = 4 + Int(tag >> 2 & 7)
        distance = Int(tag >> 5) << 8 | Int(try reader.byte())
      case 2: (count, distance) = (1 + Int(tag >> 2), Int(try reader.fixed(bytes: 2)))
      default: (count, distance) = (1 + Int(tag >> 2), Int(try reader.fixed(bytes: 4)))
      }
      guard distance > 0, distance <= bytes.count, count <= length - bytes.count else {
        throw BundleFault("a compressed block copies what is not there")
      }
      // The copied range may overlap the bytes that this copy writes.
      for _ in 0..<count { bytes.append(bytes[bytes.count - distance]) }
    }
    guard bytes.count == length else { throw BundleFault("a compressed block has too few bytes") }
    return bytes
  }
}
