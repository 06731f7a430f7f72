/// Opens an input and yields its rows one at a time: what the whole-file reader and the stream have in common.
struct ExampleReader {
  /// One row of the input.
  struct Row {
    var outcome: RowOutcome
    /// 1-based physical line on which the row starts.
    var line: Int
    /// Of the columns that travel along.
    var carried: [CarriedValue] = []
  }

  let file: String
  var report: ReadingReport
  private(set) var labels: LabelIndex
  var parser: RowParser
  private(set) var interpreter: any RowInterpreter
  private let hasHeader: Bool
  private let carries: Bool
  private let mayLackAnswer: Bool
  /// Whether a field that begins as a JSON list must be one.
  private let expectsLists: Bool
  var input: any ByteSource
  /// The directory whose files are the rows, where the input is one.
  let folder: LabelledFolder?
  /// What was taken for granted when the input was opened.
  private var openingRemarks: [ReadingRemark] = []
  private var trimmedLabels = RowTally()
  /// Whether the parser stands on the first row already.
  var standsOnRow = false
  /// Blank lines of a .txt file that may yet turn out to be its end.
  var blankLines = 0..<0
  /// The row that stands behind those blank lines.
  var heldBack: Row?
  /// Which lines of the file are read; nil for all.
  var part: LinePart?
  /// Whether the rows of the part are behind the parser.
  private var isPastPart = false

  /// Opens the input, checks that it is text, and finds its columns.
  ///
  /// - Parameter copy: what the source gave when it was read before, which is read in its place.
  /// - Throws: `DataError`, all cases but those about single rows.
  init(_ source: DataSource, options: ReadingOptions, copy: InputCopy? = nil) throws(DataError) {
    // The path comes before the extension, so that a missing `reviews` is not called a file of unknown format.
    if case .file(let url) = source, LabelledFolder.isDirectory(url) {
      guard options.format == nil, options.delimiter == nil, !options.hasNoHeader else {
        throw .optionsOfFiles(directory: source.name)
      }
      try self.init(LabelledFolder(url), options: options)
    } else {
      try self.init(file: source, options: options, copy: copy)
    }
  }

  private init(file source: DataSource, options: ReadingOptions, copy: InputCopy?) throws(DataError) {
    let opened = try InputFile(source, copy: copy)
    let format = if let given = options.format { given } else { try Self.format(of: source, opened, options) }
    let isTable = format == .csv || format == .tsv
    guard isTable || (options.delimiter == nil && !options.hasNoHeader) else {
      throw .notATable(file: source.name, format: format)
    }
    let input = try TextContent.of(opened, encoding: options.encoding)
    self.input = input
    folder = nil
    carries = !options.carriedColumns.isEmpty || !options.optionalColumns.isEmpty
    mayLackAnswer = options.mayLackAnswer
    expectsLists = options.labelSeparator == nil
    file = source.name
    report = ReadingReport(format: format)
    report.namesColumns = !options.hasNoHeader
    labels = LabelIndex(options.labels)
    let window = ByteWindow(input, maximumRow: options.maximumRowBytes)
    try window.begin(16)
    let skipped = try ContentSniffer.check(
      UnsafeBufferPointer(start: window.base, count: window.count), file: file)
    hasHeader = isTable && !options.hasNoHeader
    switch format {
    case .csv, .tsv:
      // The first lines tell how the table is laid out; a pipe is waited for until it has given two.
      while !Self.hasTwoLines(window, from: skipped), window.count < 1 << 16,
        try window.refill(keepingFrom: 0, line: 1)
      {}
      let layout = DelimitedLayout(
        UnsafeBufferPointer(start: window.base, count: window.count), start: skipped, format: format,
        given: options.delimiter)
      openingRemarks = layout.remarks
      parser = RowParser(
        window, delimiter: layout.delimiter, quotes: layout.quotes, skipsBlankRows: true, start: layout.start,
        line: layout.line, skipsSpaceBeforeQuotes: layout.skipsSpaceBeforeQuotes)
      guard try parser.next() else { throw .emptyFile(file: file) }
      interpreter = try DelimitedRows(
        header: parser, quotes: layout.quotes, format: format, options: options, file: file)
      standsOnRow = options.hasNoHeader
    case .jsonl, .json:
      parser = RowParser(window, delimiter: nil, quotes: false, skipsBlankRows: true, start: skipped)
      if format == .json { parser.objects = RowParser.ObjectState() }
      interpreter = JSONLinesRows(options: options, file: file, refusesArray: format == .jsonl)
    case .txt:
      parser = RowParser(window, delimiter: nil, quotes: false, skipsBlankRows: false, start: skipped)
      interpreter = try FastTextRows(options: options, file: file)
    case .conll:
      throw .tokenLabels(file: file)
    }
  }

  /// The format by the file's name; where that tells none, its bytes may tell that it is no text.
  private static func format(
    of source: DataSource, _ opened: InputFile, _ options: ReadingOptions
  ) throws(DataError) -> DataFormat {
    do {
      return try DataFormat.of(source, options: options)
    } catch {
      guard case .unknownFormat = error else { throw error }
      let start = Array(try opened.peek(16))
      // What is packed is unpacked, and of other encodings the marks are known.
      guard Compression(start: start) == .none, let kind = ContentSniffer.binaryKind(start) else { throw error }
      throw .notText(file: source.name, kind: kind)
    }
  }

  /// The files of a directory as rows.
  private init(_ folder: LabelledFolder, options: ReadingOptions) throws(DataError) {
    let input = FolderInput(folder, encoding: options.encoding, maximumFile: options.maximumRowBytes)
    self.folder = folder
    self.input = input
    carries = !options.carriedColumns.isEmpty || !options.optionalColumns.isEmpty
    mayLackAnswer = options.mayLackAnswer
    expectsLists = options.labelSeparator == nil
    file = folder.name
    report = ReadingReport(format: .csv)
    report.namesColumns = false
    labels = LabelIndex(options.labels)
    // A quote in a file takes two bytes in its row.
    let window = ByteWindow(input, maximumRow: 2 * options.maximumRowBytes + ByteWindow.chunk)
    hasHeader = true
    if folder.others > 0 { openingRemarks = [.filesPassedOver(folder.others)] }
    parser = RowParser(window, delimiter: Byte.comma, quotes: true, skipsBlankRows: true, start: 0)
    guard try parser.next() else { throw .emptyFile(file: file) }
    interpreter = try DelimitedRows(header: parser, quotes: true, format: .csv, options: options, file: file)
  }

  private static func hasTwoLines(_ window: ByteWindow, from start: Int) -> Bool {
    var ends = 0
    for byte in UnsafeBufferPointer(start: window.base, count: window.count)[start...] where byte == Byte.lineFeed {
      ends += 1
      if ends == 2 { return true }
    }
    return false
  }

  /// The next row, or nil at the end.
  ///
  /// - Throws: `DataError` for what concerns the whole file: an unclosed quote, a failed read, no row at all.
  mutating func next() throws(DataError) -> Row? {
    if let blank = blankLines.first, heldBack != nil || isPastPart {
      blankLines = (blank + 1)..<blankLines.upperBound
      return try counted(Row(outcome: .fault(.emptyText), line: blank))
    }
    if let row = heldBack {
      heldBack = nil
      return try counted(row)
    }
    while !isPastPart {
      if standsOnRow {
        standsOnRow = false
      } else {
        guard try advance() else { break }
      }
      if let part {
        let place = part.place(of: parser)
        if place < part.range.lowerBound { continue }
        if place >= part.range.upperBound {
          // Of a .txt file the blank lines that end the part are rows only if something follows.
          if report.format == .txt, !blankLines.isEmpty, isBlankLine { continue }
          isPastPart = true
          return try next()
        }
      }
      if report.format == .txt || report.format == .jsonl, isBlankLine {
        // In .jsonl a blank line is nothing; in .txt it is an empty text, unless only blank lines follow.
        if report.format == .txt {
          blankLines = (blankLines.isEmpty ? parser.rowLine : blankLines.lowerBound)..<(parser.rowLine + 1)
        }
        continue
      }
      let trimmed = labels.trimmed
      // A row of a directory is its file, whose number stands for the line.
      let line = folder == nil ? parser.rowLine : report.rows + 1
      var row = Row(outcome: try interpreter.interpret(parser, labels: &labels), line: line)
      if mayLackAnswer, case .example(_, _, .empty) = row.outcome { row.outcome = .fault(.emptyLabel) }
      if expectsLists, case .example(_, _, .joined(let field)) = row.outcome, LabelList.isBroken(field) {
        row.outcome = .fault(.noList)
      }
      if labels.trimmed > trimmed { trimmedLabels.add(line: line, file: fileName(line)) }
      if carries, case .example = row.outcome {
        let carried = interpreter.carried(parser)
        row.carried = carried.values
        if let fault = carried.fault { row.outcome = .fault(fault) }
      }
      guard blankLines.isEmpty else {
        heldBack = row
        return try next()
      }
      return try counted(row)
    }
    if part == nil { try interpreter.finish() }
    report = currentReport
    if report.rows == 0, part == nil { throw hasHeader ? .headerOnly(file: file) : .emptyFile(file: file) }
    return nil
  }

  /// The part of the input's bytes that has been read, from 0 to 1; nil for a pipe.
  var fraction: Double? { input.fraction }

  /// Whether the next row can be read without waiting for whoever writes it, as far as that can be told.
  var isReady: Bool { heldBack != nil || standsOnRow || parser.isReady }

  /// The report so far, with the columns' names.
  var currentReport: ReadingReport {
    var current = report
    (current.textColumn, current.textPairColumn, current.labelColumn) = interpreter.columns
    current.remarks = openingRemarks + interpreter.remarks + labels.joiningRemarks(trimmedRows: trimmedLabels)
    return current
  }

  /// The first line of a text file that has no label.
  var unlabelled: (line: String, hasCapitals: Bool)? { (interpreter as? FastTextRows)?.unlabelled }

  private var isBlankLine: Bool {
    parser.fields.count == 1 && parser.bytes(of: parser.fields[0]).allSatisfy(Byte.isWhitespace)
  }

  private mutating func counted(_ row: Row) throws(DataError) -> Row {
    report.rows += 1
    switch row.outcome {
    case .example: break
    case .fault(let fault):
      report.faults[fault, default: RowTally()].add(line: try lineInFile(row.line), file: fileName(row.line))
    case .unknownLabel: report.unknownLabels.add(line: try lineInFile(row.line), file: fileName(row.line))
    }
    return row
  }

  private mutating func advance() throws(DataError) -> Bool {
    do {
      return try parser.next()
    } catch {
      guard case .rowTooLong(let file, let line, let limit) = error else { throw error }
      throw .rowTooLong(file: file, line: try lineInFile(line), limit: limit)
    }
  }

  /// The line of the whole file on which a row starts.
  ///
  /// - Parameter line: the row's line among those that are read.
  /// - Throws: `DataError`, of a part whose lines before it cannot be counted.
  mutating func lineInFile(_ line: Int) throws(DataError) -> Int {
    try line + (part?.countLinesBefore() ?? 0)
  }

  /// The file that a row of a directory is.
  private func fileName(_ row: Int) -> String? {
    folder.flatMap { $0.files.indices.contains(row - 1) ? $0.files[row - 1] : nil }
  }
}
