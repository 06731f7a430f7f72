/// How a table is laid out, told from its first lines.
struct DelimitedLayout {
  private(set) var delimiter: UInt8
  /// Whether `"` at a field's start quotes the field.
  private(set) var quotes: Bool
  /// Where the header or the first row begins in the bytes that were looked at, and on which line.
  private(set) var start: Int
  private(set) var line = 1
  private(set) var skipsSpaceBeforeQuotes = false
  /// What was guessed or skipped, for notes.
  private(set) var remarks: [ReadingRemark] = []

  private static let known = [Byte.comma, Byte.tab, Byte.semicolon, Byte.bar]

  /// - Parameters:
  ///   - bytes: the beginning of the input.
  ///   - start: where its text begins, after a byte-order mark.
  ///   - format: `csv` or `tsv`.
  ///   - given: the delimiter that the user names; nil if none is named.
  init(_ bytes: UnsafeBufferPointer<UInt8>, start: Int, format: DataFormat, given: UInt8?) {
    let own = format == .tsv ? Byte.tab : Byte.comma
    delimiter = given ?? own
    quotes = format == .csv || delimiter != Byte.tab
    self.start = start
    skipFirstLine(bytes, isGiven: given != nil)
    if given == nil, delimiter == own { guess(bytes) }
    skipsSpaceBeforeQuotes = quotes && Self.hasSpacedQuotes(bytes[self.start...], delimiter)
    if skipsSpaceBeforeQuotes { remarks.append(.spacesBeforeQuotes) }
  }

  /// Skips `sep=;`, which spreadsheets write, or a comment above the header.
  private mutating func skipFirstLine(_ bytes: UnsafeBufferPointer<UInt8>, isGiven: Bool) {
    let (first, next) = Self.line(bytes, from: start)
    guard let next else { return }
    let shown = String(decoding: first, as: UTF8.self)
    if first.count == 5, shown.lowercased().hasPrefix("sep="), let separator = first.last, separator != Byte.quote {
      if !isGiven { delimiter = separator }
    } else if first.first == UInt8(ascii: "#"), !first.contains(where: Self.known.contains), !first.contains(delimiter),
      Self.line(bytes, from: next).line.contains(where: { Self.known.contains($0) || $0 == delimiter })
    {
      remarks.append(.lineSkipped(shown))
    } else {
      return
    }
    start = next
    line += 1
  }

  /// Takes another delimiter where the first line lacks the format's own and exactly one other occurs in both the first
  /// and the second line.
  private mutating func guess(_ bytes: UnsafeBufferPointer<UInt8>) {
    let (first, next) = Self.line(bytes, from: start)
    guard Self.count(of: delimiter, in: first) == 0 else { return }
    let second = next.map { Self.line(bytes, from: $0).line }
    let others = Self.known.filter { other in
      let isThere = Self.count(of: other, in: first) > 0
      return isThere && (second.map { $0.isEmpty || Self.count(of: other, in: $0) > 0 } ?? true)
    }
    guard others.count == 1, let other = others.first else { return }
    delimiter = other
    quotes = true
    remarks.append(.delimiterTaken(other))
  }

  /// The line that starts at an offset, without its line end, and the offset of the next line; nil if there is none.
  private static func line(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (line: Slice<UnsafeBufferPointer<UInt8>>, next: Int?) {
    let rest = bytes[min(start, bytes.count)...]
    guard let end = rest.firstIndex(where: { $0 == Byte.lineFeed || $0 == Byte.carriageReturn }) else {
      return (rest, nil)
    }
    let isPair = bytes[end] == Byte.carriageReturn && end + 1 < bytes.count && bytes[end + 1] == Byte.lineFeed
    let next = end + (isPair ? 2 : 1)
    return (rest[..<end], next < bytes.count ? next : nil)
  }

  /// How often a byte occurs in a line outside quotes.
  private static func count(of byte: UInt8, in line: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var count = 0
    var isQuoted = false
    for other in line {
      if other == Byte.quote { isQuoted.toggle() }
      if other == byte, !isQuoted { count += 1 }
    }
    return count
  }

  /// Whether a space follows a delimiter in the header and, before a quote, in a row below it.
  private static func hasSpacedQuotes(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ delimiter: UInt8) -> Bool {
    var isHeader = true
    var headerHas = false
    var isQuoted = false
    var before: (UInt8, UInt8) = (0, 0)
    for byte in bytes.prefix(1 << 16) {
      if !isQuoted {
        if byte == Byte.lineFeed || byte == Byte.carriageReturn {
          if isHeader, !headerHas { return false }
          isHeader = false
        }
        if isHeader, before.1 == delimiter, byte == Byte.space { headerHas = true }
        if !isHeader, before.0 == delimiter, before.1 == Byte.space, byte == Byte.quote { return true }
      }
      if byte == Byte.quote { isQuoted.toggle() }
      before = (before.1, byte)
    }
    return false
  }
}
