/// Cuts an input into rows and fields of bytes. It is the parser of every format and of both readers.
///
/// With a delimiter it follows RFC 4180, but is lenient where real files deviate: a quote inside an unquoted field is
/// an ordinary character; a row ends at LF, CRLF or a lone CR; the last row needs no line end. Without a delimiter, a
/// row is a line with a single field. Each byte is looked at once, whatever pieces the input comes in.
struct RowParser {
  /// A field: bytes from `start` up to `end` in the window, without the quotes around it.
  struct Field {
    var start: Int
    var end: Int
    /// The field contains doubled quotes, each of which stands for one.
    var hasDoubledQuotes = false
  }

  private enum Mode { case fieldStart, unquoted, quoted, afterQuote }

  let window: ByteWindow
  private let delimiter: UInt8
  private let quotes: Bool
  private let skipsSpaceBeforeQuotes: Bool
  private let skipsBlankRows: Bool

  /// The fields of the current row.
  var fields: [Field] = []
  /// 1-based physical line on which the current row starts.
  var rowLine = 1
  /// The current row has text between a closing quote and the next delimiter.
  private(set) var hasStrayQuote = false
  /// That text follows a quote with a backslash before it.
  private(set) var hasBackslashQuote = false

  var position = 0
  var rowStart = 0
  var line = 1
  private var mode = Mode.fieldStart
  var fieldStart = 0
  private var isDoubled = false
  private var quoteLine = 1
  /// Where rows are JSON objects, how far the current one has been read.
  var objects: ObjectState?
  /// The byte before was a CR that has been counted as a line's end; an LF now belongs to it.
  private var afterCR = false

  /// - Parameters:
  ///   - window: the input.
  ///   - delimiter: nil makes each line one field.
  ///   - quotes: whether `"` at a field's start quotes the field.
  ///   - skipsBlankRows: whether rows without any byte are skipped.
  ///   - start: bytes of the window to skip (a byte-order mark).
  ///   - line: the line of the byte at `start`.
  ///   - skipsSpaceBeforeQuotes: whether spaces between a delimiter and a quote belong to no field.
  init(
    _ window: ByteWindow, delimiter: UInt8?, quotes: Bool, skipsBlankRows: Bool, start: Int, line: Int = 1,
    skipsSpaceBeforeQuotes: Bool = false
  ) {
    self.window = window
    self.delimiter = delimiter ?? Byte.lineFeed
    self.quotes = quotes
    self.skipsBlankRows = skipsBlankRows
    self.line = line
    self.skipsSpaceBeforeQuotes = skipsSpaceBeforeQuotes
    position = start
  }

  /// The bytes of a field of the current row, valid until the next call of `next()`.
  func bytes(of field: Field) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: window.base + field.start, count: field.end - field.start)
  }

  /// Whether the next line can be read without waiting for the writer of a pipe, as far as is known.
  var isReady: Bool {
    // The LF of a CRLF that ended the row belongs to no other line.
    let isHalf = afterCR && position < window.count && window.base[position] == Byte.lineFeed
    return window.hasLineEnd(from: isHalf ? position + 1 : position) || window.input.isReady
  }

  /// Reads the next row.
  ///
  /// - Returns: false when the input has no further row.
  /// - Throws: `DataError.unclosedQuote`, `.rowTooLong`, `.readFailed`.
  mutating func next() throws(DataError) -> Bool {
    while true {
      beginRow()
      while try !(objects == nil ? scan() : scanObject()) {
        let grew = try window.refill(keepingFrom: rowStart, line: rowLine)
        rebase(by: rowStart)
        if !grew {
          guard try objects == nil ? finishAtEnd() : finishObjects() else { return false }
          break
        }
      }
      let isBlank = fields.count == 1 && fields[0].end == rowStart
      if isBlank && skipsBlankRows { continue }
      return true
    }
  }

  private mutating func beginRow() {
    fields.removeAll(keepingCapacity: true)
    rowStart = position
    rowLine = line
    hasStrayQuote = false
    hasBackslashQuote = false
    mode = .fieldStart
    fieldStart = position
  }

  /// Scans to the end of the row, or to the end of the window.
  ///
  /// - Returns: whether the row is complete.
  private mutating func scan() -> Bool {
    let bytes = window.base
    let end = window.count
    var i = position
    defer { position = i }
    if mode == .fieldStart, fields.isEmpty, i == rowStart, afterCR, i < end {
      afterCR = false
      if bytes[i] == Byte.lineFeed {
        i += 1
        rowStart = i
        fieldStart = i
      }
    }
    while i < end {
      switch mode {
      case .fieldStart:
        if quotes && bytes[i] == Byte.quote {
          mode = .quoted
          i += 1
          isDoubled = false
          quoteLine = line
          afterCR = false
        } else if skipsSpaceBeforeQuotes && bytes[i] == Byte.space && !fields.isEmpty {
          i += 1
        } else {
          mode = .unquoted
        }
        fieldStart = i
      case .unquoted:
        let delimiter = delimiter
        while i < end, bytes[i] != delimiter, bytes[i] != Byte.lineFeed, bytes[i] != Byte.carriageReturn { i += 1 }
        guard i < end else { return false }
        fields.append(Field(start: fieldStart, end: i))
        let stop = bytes[i]
        i += 1
        if endField(at: stop) { return true }
      case .quoted:
        i = scanQuoted(from: i, to: end, bytes)
      case .afterQuote:
        let byte = bytes[i]
        if byte == Byte.quote {
          isDoubled = true
          mode = .quoted
          i += 1
        } else if byte == delimiter || byte == Byte.lineFeed || byte == Byte.carriageReturn {
          fields.append(Field(start: fieldStart, end: i - 1, hasDoubledQuotes: isDoubled))
          i += 1
          if endField(at: byte) { return true }
        } else {
          hasStrayQuote = true
          // The quote is at i - 1, in the same row.
          if i - 2 >= fieldStart, bytes[i - 2] == Byte.backslash { hasBackslashQuote = true }
          mode = .unquoted
        }
      }
    }
    return false
  }

  /// - Returns: whether the byte ended the row.
  private mutating func endField(at stop: UInt8) -> Bool {
    mode = .fieldStart
    guard stop == Byte.lineFeed || stop == Byte.carriageReturn else { return false }
    line += 1
    afterCR = stop == Byte.carriageReturn
    return true
  }

  /// Scans to the next quote, and counts physical lines on the way.
  ///
  /// - Returns: the position after the quote, or `end`.
  private mutating func scanQuoted(from start: Int, to end: Int, _ bytes: UnsafeMutablePointer<UInt8>) -> Int {
    var i = start
    var lines = 0
    var wasCR = afterCR
    while i < end, bytes[i] != Byte.quote {
      let byte = bytes[i]
      if byte == Byte.carriageReturn || (byte == Byte.lineFeed && !wasCR) { lines += 1 }
      wasCR = byte == Byte.carriageReturn
      i += 1
    }
    line += lines
    guard i < end else {
      afterCR = wasCR
      return i
    }
    afterCR = false
    mode = .afterQuote
    return i + 1
  }

  /// Closes the last row, which had no line end.
  ///
  /// - Returns: false when there was no row.
  private mutating func finishAtEnd() throws(DataError) -> Bool {
    switch mode {
    case .fieldStart:
      if fields.isEmpty { return false }
      fields.append(Field(start: position, end: position))
    case .unquoted:
      fields.append(Field(start: fieldStart, end: position))
    case .afterQuote:
      fields.append(Field(start: fieldStart, end: position - 1, hasDoubledQuotes: isDoubled))
    case .quoted:
      throw .unclosedQuote(file: window.input.name, line: quoteLine)
    }
    mode = .fieldStart
    return true
  }

  private mutating func rebase(by shift: Int) {
    guard shift > 0 else { return }
    position -= shift
    fieldStart -= shift
    rowStart = 0
    for index in fields.indices {
      fields[index].start -= shift
      fields[index].end -= shift
    }
  }
}
