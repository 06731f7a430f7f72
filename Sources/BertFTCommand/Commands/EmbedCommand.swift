import ArgumentParser
import BertExport
import BertFT
import BertKernels
import BertStorage
import Foundation

/// `bertft embed`: writes the vectors of texts into a file or a database.
struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Writes a vector for each text, for search and comparison.",
    discussion: """
      The vectors are those of sentence-transformers: pooling, normalization, prompts and maximum length come from the \
      model's own files where it has them; else the mean of the tokens is normalized. Row i of the output belongs to \
      text i of the input. Rows are read, encoded and written in windows, so that the memory needed does not grow with \
      the data; a text that comes again soon is encoded once. The file appears when it is complete; until then \
      rows are kept in OUT.partial, and --resume continues from there however the run ended.
      """)

  @Argument(
    help: ArgumentHelp(
      "A data file, a directory DIR/label/*.txt, or - for standard input. Labels are not needed.", valueName: "data"))
  var data: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The file that is written, or - for standard output with --format jsonl, fvecs or pgvector.", valueName: "file"))
  var out: String?

  @OptionGroup var streaming: StreamFlags

  @Option(
    name: .long,
    help: ArgumentHelp("Write into a running PostgreSQL with pgvector instead of a file.", valueName: "url"))
  var postgres: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The table in that database; its rows with the same ids are replaced.", valueName: "name"))
  var table: String?

  @OptionGroup var model: ModelOptions

  @Option(
    name: .long, help: ArgumentHelp("The format of the output. (default: by the ending of --out)", valueName: "f"))
  var format: EmbeddingFormat?

  @Option(
    name: .long, help: ArgumentHelp("How token vectors become one. (default: the model's own)", valueName: "mode"))
  var pooling: PoolingMode?

  @Flag(
    name: .long, inversion: .prefixedNo, help: "Give vectors of length 1, or as they are. (default: the model's own)")
  var normalize: Bool?

  @Option(
    name: .long, help: ArgumentHelp("Cut texts to n tokens. (default: the model's own)", valueName: "n"))
  var maxLength: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Keep the first d dimensions, of Matryoshka models. (default: the model's)", valueName: "d"))
  var dimensions: Int?

  @Option(name: .long, help: ArgumentHelp("Store each value in eight bits, or in one.", valueName: "type"))
  var quantize: QuantizedElement?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Code int8 within the ranges of these vectors, so that files that were split beforehand fit together. (default: those of the data's first 2,048 rows)",
      valueName: "file"))
  var ranges: String?

  @Option(
    name: .long, help: ArgumentHelp("The column with the rows' ids. (default: rows are numbered)", valueName: "name"))
  var idColumn: String?

  @Option(name: .long, help: ArgumentHelp("The type of the ids in that column.", valueName: "type"))
  var idType: RowID.Kind = .text

  @Option(
    name: .long, help: ArgumentHelp("Columns to copy into the output, separated by commas.", valueName: "columns"))
  var carry: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Encode only part i of n; the parts joined in order give all rows.", valueName: "i/n"))
  var shard: ShardArgument?

  @Flag(name: .long, help: "Continue an unfinished run of the same command.")
  var resume = false

  @OptionGroup var finished: FinishedOptions

  @Option(name: .long, help: ArgumentHelp("Put this before each text.", valueName: "text"))
  var prompt: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Put the model's prompt of this name before each text.", valueName: "name"))
  var promptName: String?

  @OptionGroup var hybrid: HybridFlags

  @Flag(name: .long, help: "Print the result as JSON.")
  var json = false

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var jobFile: JobFileOption
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var profiling: ProfileOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if prompt != nil && promptName != nil { throw ValidationError("Give --prompt or --prompt-name, not both") }
    try streaming.check(data: data, columns: columns, unfit: unfitForStream)
    if streaming.form != nil { return }
    try checkStandardOutput()
    // Statements that are only printed need no server.
    let isPrinted = hybrid.printSql && out == nil && table != nil
    if out == nil && postgres == nil && !isPrinted {
      throw ValidationError("Give --out FILE, or --postgres URL with --table NAME")
    }
    if out != nil && postgres != nil { throw ValidationError("Give --out or --postgres, not both") }
    if out?.isEmpty == true { throw ValidationError("--out needs the name of a file") }
    if finished.skipFinished, out == nil || isStandardOutput || data == "-" || hybrid.splitBytes != nil {
      throw ValidationError("--skip-finished is for one file that is made of another: give data and --out a file each")
    }
    if (postgres == nil) != (table == nil) && !isPrinted {
      throw ValidationError("--postgres and --table need each other")
    }
    if table != nil, format != nil, format != .pgvector {
      throw ValidationError("--format says how a file is written; leave it out with --postgres")
    }
    if ranges != nil, quantize != .int8 { throw ValidationError("--ranges is for --quantize int8") }
  }

  func run() throws {
    try profiling.measuring { try embed() }
  }

  private func embed() throws {
    let console = output.console()
    defer { console.endProgress() }
    precision.tell(console)
    if let form = streaming.form { return try answerStream(form, console) }
    let source = DataSource(argument: data)
    // A fault of the input or of the output's place is reported before the model is loaded.
    let form = try form()
    try hybrid.check(form)
    if hybrid.printSql { return try printSQL(form, console) }
    if !isStandardOutput { try hybrid.checkPlace(out, source: source, resumes: resume) }
    let recorded = try ranges.map { path throws(ExportError) in
      try RecordedRanges(contentsOf: URL(fileURLWithPath: path))
    }
    var input = try StageClock.time(.reading) {
      try ExportInput(source, reading: columns.reading(), columns: exportColumns, shard: shard?.shard)
    }
    let embedder = try StageClock.time(.opening) {
      try TextEmbedder(
        contentsOf: try model.directory(console: console), options: options, threads: compute.threadCount)
    }
    for warning in embedder.notes { console.warn(warning) }
    if quantize == .int8, recorded == nil {
      console.note(
        "int8: scaled by the ranges of the first \(Figures.count(EmbeddingExport.Window.standard.calibration, "row")) of \(source.name); "
          + "vectors of other files can be compared with these only if their --ranges names this output")
    }
    // Control-C ends the program at once, even while it waits for input; rows that were committed are kept.
    let export = EmbeddingExport(embedder: embedder, options: exportOptions(form, recorded))
    let report =
      try skipping(export, input, console)
      ?? run(export, &input) {
        console.progress($0.fraction, Self.progress($0))
      }
    console.endProgress()
    console.tell(input.report)
    if let table, shard != nil, hybrid.withSearch != nil {
      console.note("When all parts are in the table, make its indexes:")
      for statement in export.indexStatements(columns: exportColumns, table: table) { console.note(statement + ";") }
    }
    if report.resumed > 0 { console.note("\(Figures.count(report.resumed, "row was", "rows were")) there already") }
    if report.truncated > 0 {
      let share = Figures.percent(Double(report.truncated) / Double(report.rows))
      console.note("\(share) of the texts exceed \(Figures.count(embedder.maxLength, "token")) and were cut")
    }
    let profile = profiling.report(threads: compute.threadCount, hasSteps: false)
    if isStandardOutput {
      console.note(summary(report))
    } else {
      try StandardOutput.print(json ? self.json(report, form, profile) : summary(report))
    }
    profile?.lines.forEach(console.note)
    if embedder.isEncoder {
      PrecisionHint(console, hub: model.hub, precision: embedder.precision).tell(expecting: report.seconds)
    }
  }

  /// The report of an earlier run that `--skip-finished` accepts; nil where there is none.
  private func skipping(
    _ export: EmbeddingExport, _ input: ExportInput, _ console: Console
  ) throws(ExportError) -> ExportReport? {
    guard finished.skipFinished, let report = try export.finished(input, at: URL(fileURLWithPath: place)) else {
      return nil
    }
    console.note("\(place): finished before, with the same model, options and rows")
    return report
  }

  private func run(
    _ export: EmbeddingExport, _ input: inout ExportInput, progress: (ExportReport) -> Void
  ) throws -> ExportReport {
    if isStandardOutput { return try toStandardOutput(export, &input, progress: progress) }
    guard let postgres, let table else {
      let file = URL(fileURLWithPath: place)
      let report = try export.run(&input, to: file, progress: progress)
      if finished.skipFinished { try export.recordFinished(report, input, at: file) }
      return report
    }
    return try export.run(&input, to: PostgresTarget(url: postgres, table: table), progress: progress)
  }

  private func printSQL(_ form: EmbeddingFormat, _ console: Console) throws {
    let embedder = try TextEmbedder(
      contentsOf: try model.directory(console: console), options: options, threads: compute.threadCount)
    let export = EmbeddingExport(embedder: embedder, options: exportOptions(form, nil))
    try StandardOutput.print(try export.sql(columns: exportColumns, table: table))
  }

  /// The output's name: standard output, a file or a table.
  private var place: String { isStandardOutput ? "standard output" : out ?? table ?? "" }

  /// - Throws: `ExportError.endingUnknown`.
  private func form() throws(ExportError) -> EmbeddingFormat {
    if table != nil { return .pgvector }
    return if let format { format } else { try .of(URL(fileURLWithPath: place)) }
  }

  private var exportColumns: ExportColumns {
    let names = carry.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    return ExportColumns(id: idColumn, idKind: idType, carried: names ?? [])
  }

  private func exportOptions(_ form: EmbeddingFormat, _ ranges: RecordedRanges?) -> ExportOptions {
    var options = ExportOptions(
      format: form, element: quantize?.element ?? .float32, resumes: resume, model: model.recorded, ranges: ranges)
    hybrid.apply(to: &options)
    return options
  }

  /// How the model turns texts into vectors.
  var options: EmbeddingOptions {
    let prompt = prompt.map(EmbeddingOptions.Prompt.text) ?? promptName.map(EmbeddingOptions.Prompt.named)
    return EmbeddingOptions(
      pooling: pooling, normalizes: normalize, maxLength: maxLength, prompt: prompt ?? .modelDefault,
      dimensions: dimensions, precision: precision.precision)
  }

  private static func progress(_ report: ExportReport) -> String {
    var text = "\(Figures.count(report.rows, "row")), \(Figures.count(Int(report.rowsPerSecond))) rows/s"
    if let fraction = report.fraction, fraction > 0.001, report.resumed == 0 {
      text += ", \(Figures.duration(report.seconds / fraction * (1 - fraction))) left"
    }
    return text
  }

  private func summary(_ report: ExportReport) -> String {
    "\(place): \(Figures.count(report.rows, "vector")) of \(Figures.count(report.dimensions, "dimension")), "
      + "\(Figures.duration(report.seconds)), \(Figures.count(Int(report.rowsPerSecond))) rows/s"
  }

  private func json(_ report: ExportReport, _ form: EmbeddingFormat, _ profile: ProfileReport?) -> String {
    var result: JSONValue = [
      "out": .string(place), "format": .string(form.rawValue),
      "rows": .integer(report.rows), "resumed": .integer(report.resumed), "encoded": .integer(report.encoded),
      "dimensions": .integer(report.dimensions), "tokens": .integer(report.tokens),
      "truncated": .integer(report.truncated), "seconds": .double(report.seconds),
      "rows_per_second": .double(report.rowsPerSecond),
    ]
    result["profile"] = profile?.json
    return result.line
  }
}
