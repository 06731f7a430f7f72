/// Differences in the spelling of one label: white space around it, the form of a number, its case.
///
/// Labels are compared byte for byte. What is found here serves to join spellings that certainly mean one label, and to
/// report those that may.
enum LabelSpelling {
  /// The part of a spelling between the white space at its ends: Unicode's White_Space, the zero-width space and the
  /// byte-order mark.
  static func core(of bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var start = 0
    var end = bytes.count
    while start < end {
      let length = spaceLength(bytes, at: start, before: end)
      if length == 0 { break }
      start += length
    }
    while end > start {
      var length = 0
      for candidate in 1...3 where end - candidate >= start {
        if spaceLength(bytes, at: end - candidate, before: end) == candidate {
          length = candidate
          break
        }
      }
      if length == 0 { break }
      end -= length
    }
    return start..<end
  }

  /// The length in bytes of the white-space character at an offset; 0 if there is none.
  static func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, before end: Int) -> Int {
    let first = bytes[place]
    if first < 0x80 { return Byte.isWhitespace(first) ? 1 : 0 }
    guard place + 1 < end else { return 0 }
    let second = bytes[place + 1]
    // U+0085 and U+00A0.
    if first == 0xC2 { return second == 0x85 || second == 0xA0 ? 2 : 0 }
    guard place + 2 < end else { return 0 }
    let third = bytes[place + 2]
    switch (first, second, third) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): return 3
    // U+2000 to U+200B, the line and paragraph separators, the narrow no-break space.
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF): return 3
    default: return 0
    }
  }

  /// The canonical form of a decimal number: `1` for `1`, `1.0`, `01` and `+1`; nil for anything else.
  static func number(_ bytes: some Collection<UInt8>) -> [UInt8]? {
    guard bytes.count <= 32 else { return nil }
    var rest = bytes[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let parts = rest.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let before = parts.first, !before.isEmpty,
      parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    var whole = Array(before.drop { $0 == 0x30 })
    if whole.isEmpty { whole = [0x30] }
    var fraction = parts.count == 2 ? Array(parts[parts.index(after: parts.startIndex)]) : []
    while fraction.last == 0x30 { fraction.removeLast() }
    let written = fraction.isEmpty ? whole : whole + [UInt8(ascii: ".")] + fraction
    return isNegative && written != [0x30] ? [UInt8(ascii: "-")] + written : written
  }

  /// A form that is equal for labels that differ only in case, white space or Unicode form. (Swift's `==` compares it
  /// by canonical equivalence.)
  static func folded(_ name: String) -> String {
    squeezed(name.lowercased())
  }

  /// The name without white space around it, and with one space for each run of white space within it.
  static func squeezed(_ name: String) -> String {
    name.unicodeScalars.split { $0.properties.isWhitespace || $0 == "\u{200B}" || $0 == "\u{FEFF}" }
      .map { String($0) }.joined(separator: " ")
  }

  /// Words that programs write where a value is missing.
  static let missing: Set<String> = [
    "NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "Null", "null", "NaN", "nan", "NAN", "\\N",
  ]
}
