/// Replaces every match of a pattern.
struct Replace: Normalizer {
  let pattern: TextPattern
  let content: [UInt32]

  /// A regular expression may match the empty string at each place, so that a replacement is inserted there.
  var greatestGrowth: Int {
    if case .literal(let literal) = pattern {
      let length = max(1, literal.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) })
      return max(1, (content.count + length - 1) / length)
    }
    return 1 + content.count
  }

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { !pattern.mayMatch(in: text) }

  func normalize(_ text: inout AlignedText) {
    guard pattern.mayMatch(in: text.units) else { return }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.units.count)
    for unit in text.units { UTF8Scan.encode(unit.scalar) { bytes.append($0) } }
    var ranges: [Range<Int>] = []
    bytes.withUnsafeBufferPointer { buffer in
      // Matches come in order, so scalars are counted once.
      var counted = (bytes: 0, scalars: 0)
      func scalars(before end: Int) -> Int {
        counted.scalars += UTF8Scan.count(UnsafeBufferPointer(rebasing: buffer[counted.bytes..<end]))
        counted.bytes = end
        return counted.scalars
      }
      let fault = pattern.forEachMatch(in: buffer, 0..<buffer.count) { match in
        let start = scalars(before: match.lowerBound)
        ranges.append(start..<scalars(before: match.upperBound))
      }
      text.fault = text.fault ?? fault
    }
    text.replace(ranges, with: content)
  }
}
