/// Reads data files: CSV, TSV, JSON and fastText's text form.
public enum DatasetReader {
  /// Reads a whole input.
  ///
  /// Every row is looked at before an error about rows is thrown, so that it can say how many there are of each kind.
  ///
  /// - Throws: `DataError`; its cases say which rule was broken.
  public static func read(_ source: DataSource, options: ReadingOptions) throws(DataError) -> Dataset {
    var reader = try ExampleReader(source, options: options)
    var examples: [Example] = []
    var firstUnknown = ""
    while let row = try reader.next() {
      switch row.outcome {
      case .example(let text, let pair, let label):
        examples.append(Example(text: text, pair: pair, label: label, line: row.line, carried: row.carried))
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
    if options.unknownLabels == .error, report.unknownLabels.count > 0 {
      throw .unknownLabels(
        file: reader.file, rows: report.unknownLabels, first: firstUnknown, known: options.labels?.values ?? [])
    }
    guard !examples.isEmpty else {
      throw .noUsableRows(file: reader.file, rows: report.rows, reasons: report.note ?? "")
    }
    guard options.needsLabels else { return Dataset(examples: examples, labels: nil, report: report) }
    try LabelDoubts.check(reader, options: options, rows: examples)
    let (labels, placeOf) = reader.labels.sorted()
    if options.labels == nil {
      for index in examples.indices { examples[index].label = examples[index].label.map { placeOf[$0] } }
      let counts = Dataset(examples: examples, labels: labels, report: report).countPerLabel
      report.remarks += LabelIndex.doubts(labels, counts: counts)
    }
    return Dataset(examples: examples, labels: labels, report: report)
  }

  /// Opens an input to be read row by row in constant memory.
  ///
  /// - Throws: `DataError` where the input cannot be opened, is not text or has no clear columns.
  public static func stream(_ source: DataSource, options: ReadingOptions) throws(DataError) -> ExampleStream {
    try ExampleStream(source, options: options)
  }
}
