/// Reads little-endian numbers one after another from a range of a file.
struct ByteCursor {
  let input: ConversionInput
  /// The range that has not been read yet.
  private(set) var rest: Range<Int>

  init(_ input: ConversionInput, _ range: Range<Int>) {
    self.input = input
    rest = range
  }

  /// Skips bytes and returns their range.
  ///
  /// - Throws: `unexpectedContent` if fewer are left.
  mutating func take(_ count: Int) throws(HubError) -> Range<Int> {
    guard count >= 0, count <= rest.count else { throw input.damaged("it ends too early") }
    let range = rest.lowerBound..<(rest.lowerBound + count)
    rest = range.upperBound..<rest.upperBound
    return range
  }

  /// The next number.
  mutating func next<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) throws(HubError) -> Number {
    let range = try take(MemoryLayout<Number>.size)
    return try input.withBytes(range) { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
  }

  /// The next numbers; memory is allocated only after the check that the file holds them.
  mutating func next<Number: FixedWidthInteger & BitwiseCopyable>(
    _: Number.Type, count: Int
  ) throws(HubError) -> [Number] {
    let width = MemoryLayout<Number>.size
    let (size, overflow) = count.multipliedReportingOverflow(by: width)
    guard count >= 0, !overflow else { throw input.damaged("a count is out of range") }
    let range = try take(size)
    return try input.withBytes(range) { bytes in
      (0..<count).map { Number(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * width, as: Number.self)) }
    }
  }
}
