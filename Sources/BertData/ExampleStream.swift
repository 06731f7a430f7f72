/// The rows of an input one by one, in constant memory: one chunk, or the longest row if that is longer.
///
/// Labels are given only where `options.labels` fixes the set, since a learnt set is known at the end alone, and only one
/// a row.
public struct ExampleStream {
  private var reader: ExampleReader
  private let options: ReadingOptions
  private let isPipe: Bool
  private var isDone = false

  /// - Parameter copy: What the source gave when it was read before, which is read in its place.
  init(_ source: DataSource, options: ReadingOptions, copy: InputCopy? = nil) throws(DataError) {
    var effective = options
    if options.labels == nil || options.problem != .singleLabel { effective.needsLabels = false }
    self.options = effective
    isPipe = source == .standardInput
    reader = try ExampleReader(source, options: effective, copy: copy)
  }

  /// The rows of a part of a file whose rows are lines; nil for any other input.
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

  /// The bytes of the file in which the rows begin, where they are those of a part; nil elsewhere.
  package var bytes: Range<Int>? { reader.part?.range }

  /// The line of the file on which a row starts: of a part ``Example/line`` counts from where the part is read.
  ///
  /// - Throws: `DataError.readFailed`.
  package mutating func lineInFile(of row: Example) throws(DataError) -> Int { try reader.lineInFile(row.line) }

  /// What has been read and left out so far.
  public var report: ReadingReport { reader.currentReport }

  /// The part of the input's bytes that has been read, from 0 to 1; nil where the input is a pipe and has no known end.
  public var fraction: Double? { reader.fraction }

  /// Whether the next row can be read without waiting for whoever writes it, as far as that can be told.
  package var isReady: Bool { isDone || reader.isReady }

  /// The next usable row, or nil at the end.
  ///
  /// At the first row that the options forbid, a file is read on to its end, keeping nothing, so that the error counts
  /// all such rows; standard input, which may never end, is not.
  ///
  /// - Throws: `DataError`; the stream is at its end then.
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
