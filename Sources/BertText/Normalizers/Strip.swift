/// Drops white space at the ends of a text.
struct Strip: Normalizer {
  let left: Bool
  let right: Bool

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return true }
    return first > 0x20 && first < 0x7F && last > 0x20 && last < 0x7F
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
