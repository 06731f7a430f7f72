import BertStorage

/// Reads data whose tokens have labels row by row, in constant memory: CoNLL's columns, or objects of JSON.
public struct TokenRowReader {
  /// How messages name the input.
  public let file: String
  /// Rows that were left out, by the options.
  public private(set) var damaged = RowTally()
  private var parser: RowParser
  private var sentences: SentenceLines?
  private let options: TokenReadingOptions

  /// Whether an input's form can hold words or labels of tokens: CoNLL's columns or JSON, not tables.
  ///
  /// - Parameters:
  ///   - source: The input.
  ///   - format: The form that was given; nil to go by the file's extension.
  public static func reads(_ source: DataSource, format: DataFormat?) -> Bool {
    guard let format = format ?? (try? DataFormat.of(source, options: ReadingOptions())) else { return false }
    return [.conll, .jsonl, .json].contains(format)
  }

  /// Opens the input and checks that it is text.
  ///
  /// - Throws: `input`; `format` for a form that has no labels of tokens.
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

  /// Whether the next line can be read without waiting for whoever writes it, as far as that can be told.
  package var isReady: Bool { parser.isReady }

  /// One line about the rows left out so far; nil where there are none.
  public var note: String? {
    damaged.count == 0 ? nil : "left out \(Counted(damaged.count, "damaged row")): \(damaged.lines)"
  }

  /// The next row; nil at the end.
  ///
  /// - Throws: `input`; `row` for a row that cannot be used, unless the options leave such rows out.
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

/// A fault and the line on which it stands.
struct PlacedFault: Error {
  let fault: TokenRowFault
  let line: Int
}
