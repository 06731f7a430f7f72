import BertStorage

/// Batches of JSON objects, one a line, each batch ended by an empty line. They are read as they arrive: a batch does
/// not wait for bytes after the line that ends it.
package struct ObjectBatches {
  /// The most rows of a batch, since a row takes more memory than its line.
  static let longest = 1 << 20

  private let file: String
  private let options: ReadingOptions
  private let findsWords: Bool
  private let maximumBytes: Int
  private var parser: RowParser
  private var rows: JSONLinesRows
  private var labels = LabelIndex(nil)
  private var isFirst = true
  private var isDone = false

  /// Opens the input; reads nothing yet.
  ///
  /// - Parameters:
  ///   - source: the input.
  ///   - options: the columns.
  ///   - findsWords: whether a row may be a list of words, as for labels of tokens.
  ///   - maximumBytes: the most bytes that the lines of a batch may have.
  /// - Throws: `DataError.fileMissing`, `.isDirectory`, `.cannotOpen`.
  package init(
    _ source: DataSource, options: ReadingOptions, findsWords: Bool = false, maximumBytes: Int
  ) throws(DataError) {
    var options = options
    options.needsLabels = false
    // However many rows lack the text's member, a later one may have it.
    options.mayLackAnswer = true
    self.options = options
    self.findsWords = findsWords
    self.maximumBytes = maximumBytes
    file = source.name
    let window = ByteWindow(try InputFile(source), maximumRow: maximumBytes)
    parser = RowParser(window, delimiter: nil, quotes: false, skipsBlankRows: false, start: 0)
    rows = JSONLinesRows(options: options, file: file, refusesArray: false)
  }

  /// The rows up to the next empty line or the end of the input, none if two empty lines follow each other; nil after
  /// the last.
  ///
  /// - Throws: `DataError.batchTooLarge`, `.batchTooLong`, `.readFailed`; an unclear choice of columns.
  package mutating func next() throws(DataError) -> [StreamedRow]? {
    guard !isDone else { return nil }
    var batch: [StreamedRow] = []
    var bytes = 0
    while try advance() {
      if isFirst {
        isFirst = false
        if parser.bytes(of: parser.fields[0]).starts(with: [0xEF, 0xBB, 0xBF]) { parser.fields[0].start += 3 }
      }
      let line = parser.bytes(of: parser.fields[0])
      if line.allSatisfy(Byte.isWhitespace) { return batch }
      bytes += line.count
      guard bytes <= maximumBytes else {
        throw .batchTooLarge(file: file, line: parser.rowLine, limit: maximumBytes)
      }
      guard batch.count < Self.longest else {
        throw .batchTooLong(file: file, line: parser.rowLine, limit: Self.longest)
      }
      batch.append(
        StreamedRow(line: parser.rowLine, question: try question(line), members: Self.members(line)))
    }
    isDone = true
    return batch.isEmpty ? nil : batch
  }

  private mutating func advance() throws(DataError) -> Bool {
    do {
      return try parser.next()
    } catch .rowTooLong(let file, let line, let limit) {
      throw .batchTooLarge(file: file, line: line, limit: limit)
    }
  }

  /// The text or the words of the parser's current line.
  private mutating func question(
    _ line: UnsafeBufferPointer<UInt8>
  ) throws(DataError) -> Result<StreamedRow.Question, UnusableRow> {
    let number = parser.rowLine
    if findsWords, options.textColumn == nil {
      do throws(TokenRowFault) {
        switch try TokenObject(line, TokenReadingOptions(needsTags: false)).content {
        case .words(let words, _):
          return .success(.init(Example(text: words.joined(separator: " "), line: number), words: words))
        case .text(let text, _): return .success(.init(Example(text: text, line: number)))
        }
      } catch {
        return .failure(UnusableRow(error.wording))
      }
    }
    switch try rows.interpret(parser, labels: &labels) {
    case .example(let text, let pair, _): return .success(.init(Example(text: text, pair: pair, line: number)))
    case .unknownLabel: return .failure(UnusableRow(.missingField))
    case .fault(let fault): return .failure(UnusableRow(fault))
    }
  }

  /// The members of a line that are UTF-8; none where the line is not an object.
  private static func members(_ line: UnsafeBufferPointer<UInt8>) -> [(key: String, json: String)] {
    var scanner = JSONScanner(line)
    guard let members = try? scanner.members() else { return [] }
    return members.compactMap { key, value in
      guard let key = String(validating: key, as: UTF8.self) else { return nil }
      switch value {
      case .null: return (key, "null")
      case .literal(let range), .nested(let range):
        return String(validating: line[range], as: UTF8.self).map { (key, $0) }
      case .string(let range, _):
        return String(validating: line[range], as: UTF8.self).map { (key, "\"\($0)\"") }
      }
    }
  }
}
