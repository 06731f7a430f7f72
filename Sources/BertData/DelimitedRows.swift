/// Rows of CSV and TSV: the header names the columns.
struct DelimitedRows: RowInterpreter {
  private let choice: ColumnChoice
  /// nil: a column that the file lacks.
  private let carriedPlaces: [Int?]
  private let width: Int
  /// The number of columns up to the last one that has a name.
  private let namedWidth: Int
  private let unquotesWholeFields: Bool
  private let problem: ProblemType
  private var droppedFields = RowTally()
  let columns: (text: String?, pair: String?, label: String?)

  /// - Parameters:
  ///   - parser: at the header row, or at the first row where there is no header.
  ///   - quotes: whether the parser itself reads quotes.
  ///   - format: `csv` or `tsv`.
  ///   - options: what the user chose.
  ///   - file: the name of the file, for errors.
  /// - Throws: what `ColumnChoice` throws; `DataError.wrongDelimiter`.
  init(
    header parser: RowParser, quotes: Bool, format: DataFormat, options: ReadingOptions, file: String
  ) throws(DataError) {
    unquotesWholeFields = !quotes
    problem = options.problem
    let first = parser.fields.map { Self.content($0, parser, unquotes: !quotes) }
    let headers = options.hasNoHeader ? first.indices.map { Array(String($0 + 1).utf8) } : first
    width = headers.count
    namedWidth = (headers.lastIndex { !$0.allSatisfy(Byte.isWhitespace) } ?? headers.count - 1) + 1
    do {
      choice = try ColumnChoice(
        headers: headers, options: options, file: file, line: parser.rowLine, isWhole: true)
      let carried = try ColumnChoice.carried(headers: headers, options: options, file: file, line: parser.rowLine)
      carriedPlaces =
        carried + (try ColumnChoice.optional(headers: headers, options: options, file: file, line: parser.rowLine))
    } catch {
      // With a wrong delimiter there is one column and no choice: report the delimiter instead.
      if headers.count == 1, let found = Self.otherDelimiter(first[0], options.delimiter ?? format.delimiter) {
        throw .wrongDelimiter(file: file, found: found, format: format)
      }
      throw error
    }
    func name(_ index: Int?) -> String? { index.map { String(decoding: headers[$0], as: UTF8.self) } }
    columns = (choice.texts.compactMap(name).joined(separator: ","), name(choice.pair), name(choice.label))
  }

  var remarks: [ReadingRemark] {
    (choice.taken.isEmpty ? [] : [.columnsTaken(choice.taken)])
      + (droppedFields.count > 0 ? [.emptyFieldsDropped(droppedFields)] : [])
  }

  mutating func interpret(_ parser: RowParser, labels: inout LabelIndex) -> RowOutcome {
    guard !parser.hasStrayQuote else { return .fault(parser.hasBackslashQuote ? .backslashQuote : .strayQuote) }
    if parser.fields.count != width {
      guard hasAllNamed(parser) else { return .fault(isSingleQuoted(parser) ? .singleQuotes : .raggedRow) }
      if parser.fields.count > width { droppedFields.add(line: parser.rowLine) }
    }
    let text = joinedText(parser)
    if let fault = text.fault { return .fault(fault) }
    var pairText: String?
    if let pair = choice.pair {
      let second = read(parser.fields[pair], parser)
      if let fault = second.fault { return .fault(fault) }
      pairText = second.text
    }
    if !choice.labels.isEmpty { return flags(parser).outcome(text: text.text, pair: pairText) }
    guard let label = choice.label else { return .example(text: text.text, pair: pairText, label: .none) }
    return content(parser.fields[label], parser) { FieldReading.label($0, problem, &labels) }
      .outcome(text: text.text, pair: pairText)
  }

  /// The values of the label columns as flags.
  private func flags(_ parser: RowParser) -> FieldReading.LabelOutcome {
    var flags: [Bool] = []
    for place in choice.labels {
      guard let flag = content(parser.fields[place], parser, FieldReading.flag) else { return .fault(.noFlag) }
      flags.append(flag)
    }
    return .label(.flags(flags))
  }

  /// Whether a row of another width than the header has a field for each named column, and its surplus fields are
  /// empty.
  private func hasAllNamed(_ parser: RowParser) -> Bool {
    let chosen = [choice.pair, choice.label].compactMap { $0 } + choice.labels + choice.texts
    let highest = (chosen + carriedPlaces.compactMap { $0 }).max() ?? 0
    guard parser.fields.count >= namedWidth, parser.fields.count > highest else { return false }
    return parser.fields.dropFirst(width).allSatisfy { parser.bytes(of: $0).allSatisfy(Byte.isWhitespace) }
  }

  private func isSingleQuoted(_ parser: RowParser) -> Bool {
    parser.fields.contains { parser.bytes(of: $0).first == UInt8(ascii: "'") }
      && parser.fields.contains { parser.bytes(of: $0).last == UInt8(ascii: "'") }
  }

  /// The texts of the columns that are not empty, joined by blank lines.
  private func joinedText(_ parser: RowParser) -> (text: String, fault: RowFault?) {
    if choice.texts.count == 1 { return read(parser.fields[choice.texts[0]], parser) }
    var parts: [String] = []
    for place in choice.texts {
      let part = read(parser.fields[place], parser)
      if part.fault == .emptyText { continue }
      if part.fault != nil { return part }
      parts.append(part.text)
    }
    return parts.isEmpty ? ("", .emptyText) : (parts.joined(separator: "\n\n"), nil)
  }

  func carried(_ parser: RowParser) -> (values: [CarriedValue], fault: RowFault?) {
    var values: [CarriedValue] = []
    for place in carriedPlaces {
      guard let place else {
        values.append(.null)
        continue
      }
      let read = content(parser.fields[place], parser, FieldReading.carried)
      if let fault = read.fault { return ([], fault) }
      values.append(read.value)
    }
    return (values, nil)
  }

  private func read(_ field: RowParser.Field, _ parser: RowParser) -> (text: String, fault: RowFault?) {
    content(field, parser, FieldReading.text)
  }

  /// Reads the content of a field: in the window where the bytes there are the content, else from a copy.
  private func content<Value>(
    _ field: RowParser.Field, _ parser: RowParser, _ read: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    if isPlain(field, parser) { return read(parser.bytes(of: field)) }
    return Self.content(field, parser, unquotes: unquotesWholeFields).withUnsafeBufferPointer(read)
  }

  /// Whether the field's bytes in the window are its content.
  private func isPlain(_ field: RowParser.Field, _ parser: RowParser) -> Bool {
    !field.hasDoubledQuotes && !(unquotesWholeFields && parser.bytes(of: field).first == Byte.quote)
  }

  /// A copy of the field's content, doubled quotes made single.
  private static func content(_ field: RowParser.Field, _ parser: RowParser, unquotes: Bool) -> [UInt8] {
    let bytes = parser.bytes(of: field)
    if unquotes { return unquotedWhole(bytes) ?? Array(bytes) }
    return field.hasDoubledQuotes ? singled(bytes[...]) : Array(bytes)
  }

  /// The content of a field that is quoted from end to end, all quotes inside being doubled; nil for any other.
  private static func unquotedWhole(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard bytes.count >= 2, bytes.first == Byte.quote, bytes.last == Byte.quote else { return nil }
    let inner = bytes[1..<(bytes.count - 1)]
    var index = inner.startIndex
    while index < inner.endIndex {
      if inner[index] == Byte.quote {
        guard index + 1 < inner.endIndex, inner[index + 1] == Byte.quote else { return nil }
        index += 1
      }
      index += 1
    }
    return singled(inner)
  }

  private static func singled(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      content.append(bytes[index])
      index += bytes[index] == Byte.quote ? 2 : 1
    }
    return content
  }

  private static func otherDelimiter(_ header: [UInt8], _ own: UInt8?) -> String? {
    [Byte.tab, Byte.comma, Byte.semicolon, Byte.bar].first { $0 != own && header.contains($0) }.map(DelimiterName.of)
  }
}
