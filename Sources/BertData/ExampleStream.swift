/// The rows of an input one by one, in constant memory: one chunk, or the longest row if that is longer.
///
/// Labels are read only where `options.labels` fixes the set, as a set collected from the rows is known only at the
/// end, and only for problems with one label per row.
public struct ExampleStream {
  private var reader: ExampleReader
  private let options: ReadingOptions
  private let isPipe: Bool
  private var isDone = false

  /// - Parameter copy: a copy of the source, which is read instead of it.
  init(_ source: DataSource, options: ReadingOptions, copy: InputCopy? = nil) throws(DataError) {
    var effective = options
    if options.labels == nil || options.problem != .singleLabel { effective.needsLabels = false }
    self.options = effective
    isPipe = source == .standardInput
    reader = try ExampleReader(source, options: effective, copy: copy)
  }

  /// The rows of a part of a file, as for ``DatasetReader/lines(of:options:within:)``.
  init?(
    linesOf source: DataSource, options: ReadingOptions, within range: (Int) -> Range<Int>
  ) throws(DataError) {
    var effective = options
    if options.labels == nil || options.problem != .singleLabel { effective.needsLabels = false }
    self.options = effective
    isPipe = false
    guard let reader = try ExampleReader.lines(source, options: effective, within: range) else { return nil }
    self.reader = reader
  }

  /// The range of bytes in which the rows begin, where the stream reads a part of a file; nil otherwise.
  package var bytes: Range<Int>? { reader.part?.range }

  /// The line of the whole file on which a row starts; in a part, ``Example/line`` counts from where reading began.
  ///
  /// - Throws: `DataError.readFailed`.
  package mutating func lineInFile(of row: Example) throws(DataError) -> Int { try reader.lineInFile(row.line) }

  /// What has been read and left out so far.
  public var report: ReadingReport { reader.currentReport }

  /// The part of the input's bytes that has been read, from 0 to 1; nil for a pipe, whose length is not known.
  public var fraction: Double? { reader.fraction }

  /// Whether the next row can be read without waiting for the writer of a pipe, as far as is known.
  package var isReady: Bool { isDone || reader.isReady }

  /// The next usable row, or nil at the end.
  ///
  /// At the first row that the options forbid, a file is read to its end, so that the error counts all such rows.
  /// Standard input is not, as it may never end.
  ///
  /// - Throws: `DataError`; after it the stream gives no more rows.
  public mutating func next() throws(DataError) -> Example? {
    while !isDone {
      let row: ExampleReader.Row?
      do {
        row = try reader.next()
      } catch {
        isDone = true
        throw error
      }
      guard let row else { break }
      switch row.outcome {
      case .example(let text, let pair, let label):
        let index: Int? = if case .index(let index) = label { index } else { nil }
        return Example(text: text, pair: pair, label: index, line: row.line, carried: row.carried)
      case .fault:
        if options.badRows == .error { throw try failure(firstUnknown: nil) }
      case .unknownLabel(let name):
        if options.unknownLabels == .error { throw try failure(firstUnknown: name) }
      }
    }
    isDone = true
    return nil
  }

  private mutating func failure(firstUnknown: String?) throws(DataError) -> DataError {
    isDone = true
    if !isPipe { while try reader.next() != nil {} }
    let report = reader.report
    if let firstUnknown {
      return .unknownLabels(
        file: reader.file, rows: report.unknownLabels, first: firstUnknown, known: options.labels?.values ?? [])
    }
    return .badRows(file: reader.file, rows: report.rows, faults: report.faults)
  }
}
