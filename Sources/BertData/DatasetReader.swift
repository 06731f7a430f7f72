/// Reads data files: CSV, TSV, JSON and fastText's text form.
public enum DatasetReader {
  /// Reads a whole input.
  ///
  /// Every row is looked at before an error about rows is thrown, so that it can say how many there are of each kind.
  ///
  /// - Throws: `DataError`; its cases say which rule was broken.
  public static func read(_ source: DataSource, options: ReadingOptions) throws(DataError) -> Dataset {
    try read(source, options: options, copy: nil)
  }

  /// Reads a whole input, or in its place what it gave when it was read before.
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
        builder.add(Example(text: text, pair: pair, target: nil, line: row.line, carried: row.carried), label)
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
  /// - Throws: `DataError` where the input cannot be opened, is not text or has no clear columns.
  public static func stream(_ source: DataSource, options: ReadingOptions) throws(DataError) -> ExampleStream {
    try ExampleStream(source, options: options)
  }

  /// Opens a part of a file whose rows are lines, JSON lines or plain text, without reading what stands before it.
  ///
  /// - Parameter range: which of so many bytes; rows that begin there are the part's. Ranges that cover all bytes give all
  ///   rows, each once.
  /// - Returns: nil where a row may be more than a line or the file's bytes are not those of the text, so that parts can only
  ///   be counted.
  /// - Throws: `DataError` as ``stream(_:options:)``.
  package static func lines(
    of source: DataSource, options: ReadingOptions, within range: (Int) -> Range<Int>
  ) throws(DataError) -> ExampleStream? {
    try ExampleStream(linesOf: source, options: options, within: range)
  }

  /// The same for an input that is read more than once.
  ///
  /// - Parameter copy: What ``copy(of:options:)`` gave.
  package static func stream(
    _ source: DataSource, options: ReadingOptions, copy: InputCopy?
  ) throws(DataError) -> ExampleStream {
    try ExampleStream(source, options: options, copy: copy)
  }

  /// What an input gives, kept for several readings; nil where the input itself can be read again.
  ///
  /// - Throws: `DataError` where the input cannot be read, its format is not known, or there is no place for the copy.
  package static func copy(of source: DataSource, options: ReadingOptions) throws(DataError) -> InputCopy? {
    // Without a format the copy would be for nothing; a file is looked for before its name is looked at.
    if source == .standardInput, options.format == nil { _ = try DataFormat.of(source, options: options) }
    return try InputCopy(ifNeededFor: source)
  }
}
