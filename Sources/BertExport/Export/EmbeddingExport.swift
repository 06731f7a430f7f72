public import BertInference
import BertStorage
public import Foundation

/// Encodes a stream of texts and stores the vectors, in constant memory and in input order.
///
/// Rows are read, encoded and written in windows. After each window the sink stores the rows together with the state,
/// so that a run that ended at any moment can be resumed, and ends with the same bytes as an uninterrupted run.
public struct EmbeddingExport: Sendable {
  /// The limits of what is in memory at a time.
  package struct Window: Sendable {
    /// The most rows.
    let rows: Int
    /// The most bytes of text; a single row may have more.
    let bytes: Int
    /// The number of first rows of the input from which the ranges of int8 are taken, unless ranges are given.
    package let calibration: Int
    /// Bytes of vectors that are kept for texts that recur.
    let memory: Int

    package init(rows: Int, bytes: Int, calibration: Int = 2048, memory: Int = 16 << 20) {
      self.rows = rows
      self.bytes = bytes
      self.calibration = calibration
      self.memory = memory
    }

    package static let standard = Window(rows: 4096, bytes: 4 << 20)
  }

  let embedder: TextEmbedder
  let options: ExportOptions
  let window: Window

  /// An export with the vectors of an embedder.
  public init(embedder: TextEmbedder, options: ExportOptions = ExportOptions()) {
    self.init(embedder: embedder, options: options, window: .standard)
  }

  package init(embedder: TextEmbedder, options: ExportOptions = ExportOptions(), window: Window) {
    self.embedder = embedder
    self.options = options
    self.window = window
  }

  /// Reads all rows of an input and writes their vectors.
  ///
  /// - Parameters:
  ///   - input: The data; its report then tells what was read.
  ///   - url: The file. An existing file stays until all vectors are written.
  ///   - isCancelled: Asked before each batch.
  ///   - progress: Called after each batch with what is done so far.
  /// - Throws: an ``ExportError``; `unfinished` where rows are kept and the run can be resumed.
  public func run(
    _ input: inout ExportInput, to url: URL, isCancelled: () -> Bool = { false },
    progress: (ExportReport) -> Void = { _ in }
  ) throws(ExportError) -> ExportReport {
    try options.check(input.columns, dimensions: embedder.dimensions)
    if options.splitBytes == nil { try OutputPlace.check(url, source: input.source) }
    if options.format == .bulk { input.limitIDs(to: BulkFormat.longestID) }
    if options.format.needsDistinctIDs { try input.checkIDs(isCancelled: isCancelled) }
    return try run(
      &input, into: try sink(for: url, columns: input.columns), isCancelled: isCancelled, progress: progress)
  }

  /// Reads all rows of an input and writes their vectors to a stream.
  ///
  /// - Parameters:
  ///   - input: The data; its report then tells what was read.
  ///   - output: The stream.
  ///   - isCancelled: Asked before each batch.
  ///   - progress: Called after each batch with what is done so far.
  /// - Throws: an ``ExportError``; `option` for a format whose beginning depends on its end, or that is a database.
  public func run(
    _ input: inout ExportInput, to output: ForwardOutput, isCancelled: () -> Bool = { false },
    progress: (ExportReport) -> Void = { _ in }
  ) throws(ExportError) -> ExportReport {
    guard options.format.isWrittenForwards else {
      throw .option(
        name: "format", value: options.format.rawValue,
        rule: "it cannot be written to a stream; use jsonl, fvecs or pgvector"
      )
    }
    try options.check(input.columns, dimensions: embedder.dimensions)
    if options.format.needsDistinctIDs { try input.checkIDs(isCancelled: isCancelled) }
    let sink = DescriptorSink(output.descriptor, place: output.name, format: rowFormat(input.columns))
    do {
      return try run(&input, into: sink, isCancelled: isCancelled, progress: progress)
    } catch {
      // A stream keeps nothing that can be resumed.
      if case .unfinished(let cause, _, _) = error { throw cause }
      throw error
    }
  }

  /// Reads all rows of an input and writes their vectors into a table of a running PostgreSQL with pgvector. A row
  /// replaces the table's row with the same id.
  ///
  /// - Parameters:
  ///   - input: The data; its report then tells what was read.
  ///   - target: The table. The options' format is ignored.
  ///   - isCancelled: Asked before each batch.
  ///   - progress: Called after each batch with what is done so far.
  /// - Throws: an ``ExportError``; `serverUnavailable` where the server cannot be reached, `unfinished` where rows are
  ///   in the table and the run can be resumed.
  public func run(
    _ input: inout ExportInput, to target: PostgresTarget, isCancelled: () -> Bool = { false },
    progress: (ExportReport) -> Void = { _ in }
  ) throws(ExportError) -> ExportReport {
    var options = options
    options.format = .pgvector
    try options.check(input.columns, dimensions: embedder.dimensions)
    try input.checkIDs(isCancelled: isCancelled)
    // A table that is written in parts gets its indexes after the last part.
    let sink = try PostgresSink(target, resumes: options.resumes, makesIndexes: !input.isPart)
    return try EmbeddingExport(embedder: embedder, options: options, window: window)
      .run(&input, into: sink, isCancelled: isCancelled, progress: progress)
  }

  private func sink(for url: URL, columns: ExportColumns) throws(ExportError) -> any EmbeddingSink {
    if options.format == .sqlite { return try SQLiteSink(url, resumes: options.resumes) }
    if let limit = options.splitBytes {
      return try SplitSink(url, limit: limit, format: bulk(columns), resumes: options.resumes)
    }
    return try FileSink(
      url, format: options.format, rowFormat: rowFormat(columns), columns: columns,
      keepsTexts: options.keepsTexts, resumes: options.resumes)
  }

  private func bulk(_ columns: ExportColumns) -> BulkFormat {
    BulkFormat(index: options.index ?? "", columns: columns.carried)
  }

  private func rowFormat(_ columns: ExportColumns) -> any RowFormat {
    switch options.format {
    case .bulk: bulk(columns)
    case .npy: NPYFormat()
    case .safetensors: SafetensorsFormat()
    case .jsonl: JSONLinesFormat(columns: columns.carried)
    case .fvecs: VecsFormat()
    case .pgvector, .sqlite: PGCopyFormat(writesTexts: options.words != nil)
    }
  }
}
