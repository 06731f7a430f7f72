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
  private(set) var report: ReadingReport
  private(set) var labels: LabelIndex
  private var parser: RowParser
  private var interpreter: any RowInterpreter
  private let hasHeader: Bool
  private let carries: Bool
  private let input: InputFile
  /// Blank lines of a .txt file that may yet turn out to be its end.
  private var blankLines = 0..<0
  /// The row that stands behind those blank lines.
  private var heldBack: Row?

  /// Opens the input, checks that it is text, and finds its columns.
  ///
  /// - Throws: `DataError`, all cases but those about single rows.
  init(_ source: DataSource, options: ReadingOptions) throws(DataError) {
    // The path comes before the extension, so that a missing `reviews` is not called a file of unknown format.
    let input = try InputFile(source)
    let format = if let given = options.format { given } else { try DataFormat.of(source) }
    self.input = input
    carries = !options.carriedColumns.isEmpty
    file = source.name
    report = ReadingReport(format: format)
    labels = LabelIndex(options.labels)
    let window = ByteWindow(input, maximumRow: options.maximumRowBytes)
    while window.count < 16, try window.refill(keepingFrom: 0, line: 1) {}
    let skipped = try ContentSniffer.check(
      UnsafeBufferPointer(start: window.base, count: window.count), file: file)
    hasHeader = format == .csv || format == .tsv
    let delimiter: UInt8? =
      switch format {
      case .csv: Byte.comma
      case .tsv: Byte.tab
      case .jsonl, .txt: nil
      }
    parser = RowParser(
      window, delimiter: delimiter, quotes: format == .csv, skipsBlankRows: format != .txt, start: skipped)
    switch format {
    case .csv, .tsv:
      guard try parser.next() else { throw .emptyFile(file: file) }
      interpreter = try DelimitedRows(header: parser, format: format, options: options, file: file)
    case .jsonl: interpreter = JSONLinesRows(options: options, file: file)
    case .txt: interpreter = try FastTextRows(options: options, file: file)
    }
  }

  /// The next row, or nil at the end.
  ///
  /// - Throws: `DataError` for what concerns the whole file: an unclosed quote, a failed read, no row at all.
  mutating func next() throws(DataError) -> Row? {
    if let blank = blankLines.first, heldBack != nil {
      blankLines = (blank + 1)..<blankLines.upperBound
      return counted(Row(outcome: .fault(.emptyText), line: blank))
    }
    if let row = heldBack {
      heldBack = nil
      return counted(row)
    }
    while try parser.next() {
      if report.format == .txt || report.format == .jsonl, isBlankLine {
        // In .jsonl a blank line is nothing; in .txt it is an empty text, unless only blank lines follow.
        if report.format == .txt {
          blankLines = (blankLines.isEmpty ? parser.rowLine : blankLines.lowerBound)..<(parser.rowLine + 1)
        }
        continue
      }
      var row = Row(outcome: try interpreter.interpret(parser, labels: &labels), line: parser.rowLine)
      if carries, case .example = row.outcome {
        let carried = interpreter.carried(parser)
        row.carried = carried.values
        if let fault = carried.fault { row.outcome = .fault(fault) }
      }
      guard blankLines.isEmpty else {
        heldBack = row
        return try next()
      }
      return counted(row)
    }
    (report.textColumn, report.textPairColumn, report.labelColumn) = interpreter.columns
    if report.rows == 0 { throw hasHeader ? .headerOnly(file: file) : .emptyFile(file: file) }
    return nil
  }

  /// The part of the input's bytes that has been read, from 0 to 1; nil for a pipe.
  var fraction: Double? { input.fraction }

  /// The report so far, with the columns' names.
  var currentReport: ReadingReport {
    var current = report
    (current.textColumn, current.textPairColumn, current.labelColumn) = interpreter.columns
    return current
  }

  private var isBlankLine: Bool {
    parser.fields.count == 1 && parser.bytes(of: parser.fields[0]).allSatisfy(Byte.isWhitespace)
  }

  private mutating func counted(_ row: Row) -> Row {
    report.rows += 1
    switch row.outcome {
    case .example: break
    case .fault(let fault): report.faults[fault, default: RowTally()].add(line: row.line)
    case .unknownLabel: report.unknownLabels.add(line: row.line)
    }
    return row
  }
}
