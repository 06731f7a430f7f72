/// Writes a FlatBuffer from its front: each table behind its vtable, what a table points to behind the table.
///
/// Source: the FlatBuffers documentation, "FlatBuffer Internals".
struct FlatBuilder {
  /// A field of a table that is being written: its place, where it has one.
  typealias Place = Int

  /// The bytes so far; the first four point to the root.
  private(set) var bytes: [UInt8] = [0, 0, 0, 0]

  /// Writes a table whose fields are all 0.
  ///
  /// - Parameter sizes: The bytes of each field, 1, 2, 4 or 8; 0 for one that is absent.
  /// - Returns: Where the table begins, and the place of each field.
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

  /// Makes a table the root.
  mutating func setRoot(_ table: Place) { set(0, UInt32(table)) }

  /// Sets a number.
  mutating func set(_ place: Place, _ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) {
      for (index, byte) in $0.enumerated() { bytes[place + index] = byte }
    }
  }

  /// Makes a field point to what stands behind it.
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

  /// Fills up so that what comes `behind` bytes further on stands at a multiple.
  private mutating func align(_ multiple: Int, behind: Int = 0) {
    while !(bytes.count + behind).isMultiple(of: multiple) { bytes.append(0) }
  }
}
