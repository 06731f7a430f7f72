/// A table of a FlatBuffer. Every offset is checked against the bounds of the buffer before it is followed.
///
/// A table begins with the distance back to its vtable. The vtable holds its own size, the size of the table, and for
/// each field its distance from the start of the table, or 0 for an absent field.
///
/// Source: the FlatBuffers documentation, "FlatBuffer Internals".
struct FlatTable {
  private let bytes: [UInt8]
  private let position: Int
  private let vtable: Int
  private let vtableSize: Int

  /// The table that the first four bytes point to.
  static func root(of bytes: [UInt8]) throws(ArrowError) -> FlatTable {
    try FlatTable(bytes, at: try distance(bytes, at: 0))
  }

  private init(_ bytes: [UInt8], at position: Int) throws(ArrowError) {
    self.bytes = bytes
    self.position = position
    vtable = position - Int(try Self.load(bytes, at: position, Int32.self))
    vtableSize = Int(try Self.load(bytes, at: vtable, UInt16.self))
    guard vtableSize >= 4, vtable + vtableSize <= bytes.count else {
      throw .malformed("the fields of a table lie outside of the message")
    }
  }

  /// The place of a field; nil where it is absent.
  private func place(_ field: Int) throws(ArrowError) -> Int? {
    guard 4 + 2 * field + 2 <= vtableSize else { return nil }
    let offset = Int(try Self.load(bytes, at: vtable + 4 + 2 * field, UInt16.self))
    return offset == 0 ? nil : position + offset
  }

  /// Whether a field is present.
  func has(_ field: Int) throws(ArrowError) -> Bool { try place(field) != nil }

  /// A number; 0, the default of FlatBuffers, where it is absent.
  func number<Number: FixedWidthInteger>(_ field: Int, _ type: Number.Type) throws(ArrowError) -> Int {
    guard let place = try place(field) else { return 0 }
    return Int(truncatingIfNeeded: try Self.load(bytes, at: place, type))
  }

  /// The table that a field points to.
  func table(_ field: Int) throws(ArrowError) -> FlatTable? {
    guard let place = try place(field) else { return nil }
    return try FlatTable(bytes, at: place + (try Self.distance(bytes, at: place)))
  }

  /// The tables of a vector of tables.
  ///
  /// - Parameter limit: The greatest number of tables.
  func tables(_ field: Int, limit: Int) throws(ArrowError) -> [FlatTable] {
    guard let vector = try vector(field, stride: 4) else { return [] }
    guard vector.count <= limit else { throw .malformed("it has more than \(limit) columns") }
    var tables: [FlatTable] = []
    for index in 0..<vector.count {
      let place = vector.start + 4 * index
      tables.append(try FlatTable(bytes, at: place + (try Self.distance(bytes, at: place))))
    }
    return tables
  }

  /// A string; nil where it is absent.
  func string(_ field: Int) throws(ArrowError) -> String? {
    guard let vector = try vector(field, stride: 1) else { return nil }
    return String(decoding: bytes[vector.start..<vector.start + vector.count], as: UTF8.self)
  }

  /// The elements of a vector of structs of `each` int64 fields, one struct after the other.
  func integers(_ field: Int, each: Int) throws(ArrowError) -> [Int] {
    guard let vector = try vector(field, stride: 8 * each) else { return [] }
    var values: [Int] = []
    values.reserveCapacity(vector.count * each)
    for index in 0..<vector.count * each {
      values.append(Int(try Self.load(bytes, at: vector.start + 8 * index, Int64.self)))
    }
    return values
  }

  /// The start and the number of a vector's elements, all of which lie within the buffer.
  private func vector(_ field: Int, stride: Int) throws(ArrowError) -> (start: Int, count: Int)? {
    guard let place = try place(field) else { return nil }
    let start = place + (try Self.distance(bytes, at: place))
    let count = Int(try Self.load(bytes, at: start, UInt32.self))
    guard count <= (bytes.count - start - 4) / stride else {
      throw .malformed("a list lies outside of the message")
    }
    return (start + 4, count)
  }

  private static func distance(_ bytes: [UInt8], at place: Int) throws(ArrowError) -> Int {
    Int(try load(bytes, at: place, UInt32.self))
  }

  /// A little-endian number at a place.
  private static func load<Number: FixedWidthInteger>(
    _ bytes: [UInt8], at place: Int, _ type: Number.Type
  ) throws(ArrowError) -> Number {
    guard place >= 0, place <= bytes.count - MemoryLayout<Number>.size else {
      throw .malformed("a field lies outside of the message")
    }
    return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: type)) }
  }
}
