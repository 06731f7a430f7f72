/// Joins the lines of a CoNLL file to sentences.
///
/// The first column of a line is the token and the last is the tag. Tabs separate the columns of a line that has one,
/// spaces those of other lines. A blank line ends a sentence. Lines whose first column is `-DOCSTART-` are skipped. So
/// are comments as in CoNLL-U: a line at the beginning of a sentence that begins with `#` and does not have the columns
/// of a token and its tag.
struct SentenceLines {
  private let options: TokenReadingOptions
  private var tokens: [String] = []
  private var tags: [TokenTag] = []
  private var firstLine = 0
  /// The number of columns of the first line with a token.
  private var width: Int?
  /// The fault of the current sentence, whose other lines are skipped.
  private var fault: PlacedFault?

  init(_ options: TokenReadingOptions) { self.options = options }

  /// Reads a line.
  ///
  /// - Returns: the sentence that the line ends, if any.
  /// - Throws: `PlacedFault` where the line ends a sentence that cannot be used.
  mutating func take(_ line: UnsafeBufferPointer<UInt8>, line number: Int) throws(PlacedFault) -> TokenRow? {
    let columns = Self.columns(line)
    guard let first = columns.first else { return try finish() }
    if line[first].elementsEqual("-DOCSTART-".utf8) { return try finish() }
    if tokens.isEmpty, fault == nil {
      if isComment(line, columns) { return nil }
      firstLine = number
    }
    guard fault == nil else { return nil }
    do throws(TokenRowFault) {
      try add(line, columns)
    } catch {
      fault = PlacedFault(fault: error, line: number)
    }
    return nil
  }

  /// Ends the current sentence.
  ///
  /// - Returns: the sentence, if there is one.
  /// - Throws: `PlacedFault` where the sentence cannot be used.
  mutating func finish() throws(PlacedFault) -> TokenRow? {
    defer {
      tokens = []
      tags = []
      fault = nil
    }
    if let fault { throw fault }
    if tokens.isEmpty { return nil }
    return TokenRow(.words(tokens, tags: options.needsTags ? tags : nil), line: firstLine)
  }

  private mutating func add(_ line: UnsafeBufferPointer<UInt8>, _ columns: [Range<Int>]) throws(TokenRowFault) {
    let width = width ?? columns.count
    guard columns.count == width else { throw .columns(found: columns.count, expected: width) }
    if options.needsTags, width < 2 { throw .tagMissing }
    let token = try Self.text(line[columns[0]])
    if options.needsTags {
      tags.append(try Self.tag(Self.text(line[columns[width - 1]]), options))
    }
    tokens.append(token)
    self.width = width
  }

  private func isComment(_ line: UnsafeBufferPointer<UInt8>, _ columns: [Range<Int>]) -> Bool {
    guard line[columns[0]].first == UInt8(ascii: "#") else { return false }
    if let width, columns.count != width { return true }
    if columns.count == 1 { return options.needsTags }
    guard let last = try? Self.text(line[columns[columns.count - 1]]) else { return false }
    return TokenTag(last) == nil
  }

  /// The tag that a text names, or that it gives by a number.
  static func tag(_ text: String, _ options: TokenReadingOptions) throws(TokenRowFault) -> TokenTag {
    if let tag = TokenTag(text) { return tag }
    guard let number = Int(text) else { throw .tagForm(text) }
    return try tag(number, options)
  }

  /// The tag that a number stands for.
  static func tag(_ number: Int, _ options: TokenReadingOptions) throws(TokenRowFault) -> TokenTag {
    guard let names = options.tagNames else { throw .tagNumber(number) }
    guard names.indices.contains(number) else { throw .tagNumberUnknown(number, names: names.count) }
    guard let tag = TokenTag(names[number]) else { throw .tagForm(names[number]) }
    return tag
  }

  private static func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) throws(TokenRowFault) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8 }
    if bytes.contains(0) { throw .nulByte }
    return text
  }

  /// The columns without the spaces around them; none for a blank line.
  private static func columns(_ line: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    func trimmed(_ range: Range<Int>) -> Range<Int> {
      var range = range
      while !range.isEmpty, Byte.isWhitespace(line[range.lowerBound]) { range = range.dropFirst() }
      while !range.isEmpty, Byte.isWhitespace(line[range.upperBound - 1]) { range = range.dropLast() }
      return range
    }
    let whole = trimmed(line.indices)
    let hasTabs = line[whole].contains(Byte.tab)
    return whole.split { hasTabs ? line[$0] == Byte.tab : Byte.isWhitespace(line[$0]) }
      .map { trimmed($0.startIndex..<$0.endIndex) }.filter { !$0.isEmpty }
  }
}
