import ArgumentParser
import BertExport
import BertFT
import BertFeatures
import BertKernels
import BertStorage

/// `bertft audit`: finds rows of labelled data that somebody should look at.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Finds doubtful rows in labelled data: labels, duplicates, leaks, outliers.",
    discussion: """
      The encoder gives each text a vector. Logistic regressions on the vectors, each of which judges rows that it did \
      not learn from, say which labels are likely wrong, by confident learning, and which labels overlap. Rows whose \
      vectors are nearly the same are duplicates, or leaks where one of them is a row of --test or --validation; rows far \
      from all others are outliers. DIR/audit.jsonl has one object for each finding, the most doubtful of a kind first; \
      DIR/audit.html shows them. The accuracy is told with and without the rows that have a twin. Nothing is changed in \
      the data.
      """)

  @OptionGroup var source: AuditedData
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Where the results go. (default: the data's name + -audit)", valueName: "dir"))
  var out: String?

  @Flag(name: .long, help: "Replace the results of an earlier audit.")
  var force = false

  @Option(name: .long, help: ArgumentHelp("The cosine from which two rows say the same.", valueName: "t"))
  var threshold = 0.95

  @Option(name: .long, help: ArgumentHelp("Parts of the cross-validation, 2 to 100.", valueName: "n"))
  var folds = 5

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var seed: SeedOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard threshold > 0, threshold <= 1 else {
      throw ValidationError("--threshold is above 0 and at most 1, not \(threshold)")
    }
    guard (2...100).contains(folds) else { throw ValidationError("--folds is between 2 and 100, not \(folds)") }
    if out?.isEmpty == true { throw ValidationError("--out needs the name of a directory") }
    if source.data == "-" && out == nil { throw ValidationError("Standard input has no name: give --out") }
  }

  func run() throws {
    let console = output.console()
    defer { console.endProgress() }
    precision.tell(console)
    try Processor.requireSupported()
    let place = AuditPlace(out ?? LabelledData.usualPlace(of: source.data, ending: "-audit"))
    try place.requireFree(force: force)
    for file in [place.rows, place.page] { try OutputPlace.check(file, source: DataSource(argument: source.data)) }
    let rows = try source.read(console: console)
    let embedder = try TextEmbedder(
      contentsOf: try model.directory(console: console),
      options: EmbeddingOptions(precision: precision.precision), threads: compute.threadCount,
      cache: cache.cache(model.hub))
    for warning in embedder.notes { console.warn(warning) }
    try rows.requireMemory(dimensions: embedder.dimensions)
    let vectors = try TextVectors.matrix(of: rows.rows, embedder: embedder, console: console)
    var settings = RowAudit.Settings()
    settings.threshold = threshold
    settings.folds = folds
    settings.seed = seed.seed
    let audit = try RowAudit(
      vectors, labels: rows.givenLabels, classes: rows.labels.count, parts: rows.parts.map(\.rows), settings: settings,
      compute: Compute(threads: compute.threadCount), progress: console.progress)
    console.endProgress()
    let report = AuditReport(
      audit: audit, rows: rows, settings: settings, encoder: model.recorded, command: TypedCommand.line)
    try place.write(report)
    for line in report.notes { console.note(line) }
    for line in report.warnings { console.warn(line) }
    try StandardOutput.print(lines: json ? [report.json(in: place).line] : report.lines(in: place))
  }
}
