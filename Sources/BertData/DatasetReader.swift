/// Reads data files: CSV, TSV, JSON and fastText's text form.
public enum DatasetReader {
  /// Reads a whole input.
  ///
  /// Every row is read before an error about rows is thrown, so that the error can count the rows of each kind.
  ///
  /// - Parameters:
  ///   - source: a file, a directory of labelled texts, or standard input.
  ///   - options: how it is read.
  /// - Throws: `DataError`; its cases say which rule was broken.
  public static func read(_ source: DataSource, options: ReadingOptions) throws(DataError) -> Dataset {
    try read(source, options: options, copy: nil)
  }

  /// Reads a whole input, or its copy where there is one.
  static func read(
    _ source: DataSource, options: ReadingOptions, copy: InputCopy?
  ) throws(DataError) -> Dataset {
    let options = try options.sortingLabelColumns(file: source.name)
    var reader = try ExampleReader(source, options: options, copy: copy)
    var builder = TargetBuilder(options)
    var firstUnknown = ""
    while let row = try reader.next() {
      switch row.outcome {
      case .example(let text, let pair, let label):
        var example = Example(text: text, pair: pair, target: nil, line: row.line, carried: row.carried)
        example.ordinal = reader.report.rows
        builder.add(example, label)
      case .unknownLabel(let name):
        if reader.report.unknownLabels.count == 1 { firstUnknown = name }
      case .fault: break
      }
    }
    var report = reader.currentReport
    if let first = reader.unlabelled, report.faults[.emptyLabel]?.count == report.rows {
      throw .noLabelPrefix(
        file: reader.file, rows: report.rows, example: first.line, capitals: first.hasCapitals)
    }
    if options.badRows == .error, !report.faults.isEmpty {
      throw .badRows(file: reader.file, rows: report.rows, faults: report.faults)
    }
    let built = options.needsLabels ? builder.build(reader.labels, column: report.labelColumn) : nil
    if let unknown = built?.unknown, unknown.count > 0 {
      report.unknownLabels = unknown
      firstUnknown = built?.firstUnknown ?? ""
    }
    if options.unknownLabels == .error, report.unknownLabels.count > 0 {
      throw .unknownLabels(
        file: reader.file, rows: report.unknownLabels, first: firstUnknown, known: options.labels?.values ?? [])
    }
    let examples = built?.examples ?? builder.rows.map(\.example)
    guard !examples.isEmpty else {
      throw .noUsableRows(file: reader.file, rows: report.rows, reasons: report.note ?? "")
    }
    guard let labels = built?.labels else { return Dataset(examples: examples, labels: nil, report: report) }
    if options.problem == .singleLabel {
      try LabelDoubts.check(reader, options: options, rows: examples)
      if options.labels == nil {
        let counts = Dataset(examples: examples, labels: labels, report: report).countPerLabel
        report.remarks += LabelIndex.doubts(labels, counts: counts)
      }
    }
    return Dataset(examples: examples, labels: labels, report: report)
  }

  /// Opens an input to be read row by row in constant memory.
  ///
  /// - Parameters:
  ///   - source: a file, a directory of labelled texts, or standard input.
  ///   - options: how it is read.
  /// - Throws: `DataError` where the input cannot be opened, is not text or has no clear columns.
  public static func stream(_ source: DataSource, options: ReadingOptions) throws(DataError) -> ExampleStream {
    try ExampleStream(source, options: options)
  }

  /// Opens a part of a file whose rows are lines, JSON lines or plain text, without reading the bytes before the part.
  ///
  /// - Parameter range: takes the size of the file and gives the range of the part, both in bytes. The rows that begin
  ///   in the range belong to the part, so that disjoint ranges that cover the file give each row once.
  /// - Returns: nil where a row may take more than a line, or the file is compressed or not in UTF-8: there a part can
  ///   only be found by counting rows from the start.
  /// - Throws: `DataError` as ``stream(_:options:)``.
  package static func lines(
    of source: DataSource, options: ReadingOptions, within range: (Int) -> Range<Int>
  ) throws(DataError) -> ExampleStream? {
    try ExampleStream(linesOf: source, options: options, within: range)
  }

  /// Opens an input, or its copy where there is one, to be read row by row in constant memory.
  ///
  /// - Parameter copy: what ``copy(of:options:)`` returned.
  package static func stream(
    _ source: DataSource, options: ReadingOptions, copy: InputCopy?
  ) throws(DataError) -> ExampleStream {
    try ExampleStream(source, options: options, copy: copy)
  }

  /// A copy of an input that is read several times; nil where the input itself can be read again.
  ///
  /// - Throws: `DataError` where the input cannot be read, its format is not known, or the copy cannot be written.
  package static func copy(of source: DataSource, options: ReadingOptions) throws(DataError) -> InputCopy? {
    // Without a format the copy would be for nothing; a file is looked for before its name is looked at.
    if source == .standardInput, options.format == nil { _ = try DataFormat.of(source, options: options) }
    return try InputCopy(ifNeededFor: source)
  }
}
