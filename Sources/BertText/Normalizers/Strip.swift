/// Drops white space at the ends of a text.
struct Strip: Normalizer {
  let left: Bool
  let right: Bool

  func kept(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var start = 0
    var end = text.count
    while left, start < end {
      let (scalar, length) = UTF8Scan.scalar(text, at: start)
      guard ReferenceUnicode.isWhitespace(scalar) else { break }
      start += length
    }
    while right, end > start {
      let last = UTF8Scan.indexBefore(end, in: text)
      guard ReferenceUnicode.isWhitespace(UTF8Scan.scalar(text, at: last).scalar) else { break }
      end = last
    }
    return start..<end
  }

  func normalize(_ text: inout AlignedText) {
    let units = text.units
    var start = 0
    var end = units.count
    if left { while start < end, ReferenceUnicode.isWhitespace(units[start].scalar) { start += 1 } }
    if right { while end > start, ReferenceUnicode.isWhitespace(units[end - 1].scalar) { end -= 1 } }
    text.keep(start..<end)
  }
}
