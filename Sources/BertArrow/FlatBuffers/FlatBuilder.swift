/// Writes a FlatBuffer from front to back: each table follows its vtable, and what a table points to follows the table.
///
/// Source: the FlatBuffers documentation, "FlatBuffer Internals".
struct FlatBuilder {
  /// An offset in bytes from the start of the buffer, such as that of a field or a table.
  typealias Place = Int

  /// The bytes written so far; the first four are the offset of the root table.
  private(set) var bytes: [UInt8] = [0, 0, 0, 0]

  /// Writes a table whose fields are all 0.
  ///
  /// - Parameter sizes: The size of each field in bytes, 1, 2, 4 or 8; 0 for a field that is absent.
  /// - Returns: Where the table begins, and the place of each field; 0 for an absent one.
  mutating func table(_ sizes: [Int]) -> (start: Place, fields: [Place]) {
    align(2)
    let vtable = bytes.count
    append(UInt16(4 + 2 * sizes.count))
    append(UInt16(0))
    for _ in sizes { append(UInt16(0)) }
    align(8)
    let start = bytes.count
    append(Int32(start - vtable))
    var fields: [Place] = []
    for (index, size) in sizes.enumerated() {
      guard size > 0 else {
        fields.append(0)
        continue
      }
      align(size)
      set(vtable + 4 + 2 * index, UInt16(bytes.count - start))
      fields.append(bytes.count)
      bytes += [UInt8](repeating: 0, count: size)
    }
    set(vtable + 2, UInt16(bytes.count - start))
    return (start, fields)
  }

  /// Makes a table the root table.
  mutating func setRoot(_ table: Place) { set(0, UInt32(table)) }

  /// Overwrites the bytes at a place with a number, little-endian.
  mutating func set(_ place: Place, _ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) {
      for (index, byte) in $0.enumerated() { bytes[place + index] = byte }
    }
  }

  /// Makes a field point to a later place.
  mutating func link(_ field: Place, to target: Place) { set(field, UInt32(target - field)) }

  /// Writes a string and makes a field point to it.
  mutating func string(_ field: Place, _ text: String) {
    align(4)
    link(field, to: bytes.count)
    append(UInt32(text.utf8.count))
    bytes += text.utf8
    bytes.append(0)
  }

  /// Writes a vector of pointers and makes a field point to it.
  ///
  /// - Returns: The place of each pointer.
  mutating func pointers(_ field: Place, count: Int) -> [Place] {
    align(4)
    link(field, to: bytes.count)
    append(UInt32(count))
    let start = bytes.count
    bytes += [UInt8](repeating: 0, count: 4 * count)
    return (0..<count).map { start + 4 * $0 }
  }

  /// Writes a vector of structs of two int64 and makes a field point to it.
  mutating func pairs(_ field: Place, _ pairs: [(Int, Int)]) {
    align(8, behind: 4)
    link(field, to: bytes.count)
    append(UInt32(pairs.count))
    for pair in pairs {
      append(Int64(pair.0))
      append(Int64(pair.1))
    }
  }

  private mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  /// Appends zeros until the place `behind` bytes after the end is a multiple of `multiple`.
  private mutating func align(_ multiple: Int, behind: Int = 0) {
    while !(bytes.count + behind).isMultiple(of: multiple) { bytes.append(0) }
  }
}
