import BertStorage

/// Reads data with labels of tokens row by row, in constant memory: CoNLL columns, or JSON objects.
public struct TokenRowReader {
  /// How messages name the input.
  public let file: String
  /// Damaged rows that were left out, as the options say.
  public private(set) var damaged = RowTally()
  private var parser: RowParser
  private var sentences: SentenceLines?
  private let options: TokenReadingOptions

  /// Whether the format of an input can have words or labels of tokens: CoNLL columns or JSON, not tables.
  ///
  /// - Parameters:
  ///   - source: the input.
  ///   - format: the format that was given; nil to go by the extension of the file.
  public static func reads(_ source: DataSource, format: DataFormat?) -> Bool {
    guard let format = format ?? (try? DataFormat.of(source, options: ReadingOptions())) else { return false }
    return [.conll, .jsonl, .json].contains(format)
  }

  /// Opens the input and checks that it is text.
  ///
  /// - Parameters:
  ///   - source: the input.
  ///   - options: how it is read.
  /// - Throws: `TokenDataError.input`; `.format` for a format without labels of tokens.
  public init(_ source: DataSource, options: TokenReadingOptions) throws(TokenDataError) {
    self.options = options
    file = source.name
    do {
      let opened = try InputFile(source)
      let format =
        if let given = options.format { given } else { try DataFormat.of(source, options: ReadingOptions()) }
      guard Self.reads(source, format: format) else { throw TokenDataError.format(file: file, format) }
      let window = ByteWindow(
        try TextContent.of(opened, encoding: options.encoding), maximumRow: options.maximumRowBytes)
      try window.begin(16)
      let start = try ContentSniffer.check(UnsafeBufferPointer(start: window.base, count: window.count), file: file)
      parser = RowParser(window, delimiter: nil, quotes: false, skipsBlankRows: format != .conll, start: start)
      if format == .json { parser.objects = RowParser.ObjectState() }
      if format == .conll { sentences = SentenceLines(options) }
    } catch {
      throw Self.error(error)
    }
  }

  /// Whether the next line can be read without waiting for the writer of a pipe, as far as is known.
  package var isReady: Bool { parser.isReady }

  /// One line about the rows left out so far; nil where there are none.
  public var note: String? {
    damaged.count == 0 ? nil : "left out \(Counted(damaged.count, "damaged row")): \(damaged.lines)"
  }

  /// The next row; nil at the end.
  ///
  /// - Throws: `TokenDataError.input`; `.row` for a row that cannot be used, unless the options leave such rows out.
  public mutating func next() throws(TokenDataError) -> TokenRow? {
    while true {
      do {
        return try sentences == nil ? nextObject() : nextSentence()
      } catch let fault as PlacedFault {
        guard options.badRows == .skip else { throw .row(file: file, line: fault.line, fault.fault) }
        damaged.add(line: fault.line)
      } catch {
        throw Self.error(error)
      }
    }
  }

  private mutating func nextSentence() throws -> TokenRow? {
    while try parser.next() {
      if let row = try sentences?.take(parser.bytes(of: parser.fields[0]), line: parser.rowLine) { return row }
    }
    return try sentences?.finish()
  }

  private mutating func nextObject() throws -> TokenRow? {
    while try parser.next() {
      let bytes = parser.bytes(of: parser.fields[0])
      if bytes.allSatisfy(Byte.isWhitespace) { continue }
      do {
        return TokenRow(try TokenObject(bytes, options).content, line: parser.rowLine)
      } catch {
        throw PlacedFault(fault: error, line: parser.rowLine)
      }
    }
    return nil
  }

  private static func error(_ error: any Error) -> TokenDataError {
    switch error {
    case let error as TokenDataError: error
    case let error as DataError: .input(error)
    default: preconditionFailure("a reader throws its own errors: \(error)")
    }
  }
}

/// A fault and its line.
struct PlacedFault: Error {
  let fault: TokenRowFault
  let line: Int
}
