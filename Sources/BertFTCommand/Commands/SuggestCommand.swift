import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// `bertft suggest`: chooses the rows to label next.
struct SuggestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest",
    abstract: "Chooses the rows that are worth labelling next.",
    discussion: """
      Each row is written as one JSON object per line: line, text, the label and score that the bundle gives, and the \
      reason. margin takes the rows of which the bundle is least sure; kmeans one row of each of n clusters, which suits a \
      first round; hast lets the bundle learn from its own sure answers first and takes the labels in turn. A row that \
      says nearly the same as one before is passed over. Rows of --labelled are not suggested again. With --previous, the bundle \
      of the round before, the agreement of the two bundles says whether to stop. With --forecast, so does \
      the accuracy that more labels are likely to bring.
      """)

  @Argument(
    help: ArgumentHelp(
      "A bundle, a directory with a classifier of texts, or a Hub id of one.", valueName: "bundle"))
  var bundle: String

  @Argument(
    help: ArgumentHelp("A data file, a directory DIR/label/*.txt, or - for standard input.", valueName: "unlabelled"))
  var data: String

  @Option(name: .customShort("n"), help: ArgumentHelp("How many rows.", valueName: "n"))
  var count = 50

  @Option(name: .long, help: ArgumentHelp("How rows are chosen.", valueName: "s"))
  var strategy: SuggestionStrategy = .margin

  @Option(name: .long, help: ArgumentHelp("The rows that were labelled so far.", valueName: "file"))
  var labelled: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The column with the label of --labelled. (default: found by its name)", valueName: "name"))
  var labelColumn: String?

  @Option(name: .long, help: ArgumentHelp("The bundle of the round before.", valueName: "bundle"))
  var previous: String?

  @Flag(
    name: .long,
    help:
      "Tell what accuracy more labels would bring, by power laws fitted to the learning curve of --labelled. For a bundle of --method features, prototypes or knn."
  )
  var forecast = false

  @Option(name: .long, help: ArgumentHelp("The cosine from which two rows say the same.", valueName: "t"))
  var threshold = 0.95

  @Option(
    name: .long,
    help: ArgumentHelp("Write the result to this file. (default: standard output)", valueName: "file"))
  var out: String?

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var seed: SeedOptions
  @OptionGroup var columns: ColumnOptions
  @OptionGroup var hub: HubOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard count >= 1 else { throw ValidationError("-n is at least 1, not \(count)") }
    guard threshold > 0, threshold <= 1 else {
      throw ValidationError("--threshold is above 0 and at most 1, not \(threshold)")
    }
    if out?.isEmpty == true { throw ValidationError("--out needs the name of a file") }
    if labelled == "-" { throw ValidationError("--labelled needs a file") }
    if labelColumn != nil && labelled == nil { throw ValidationError("--label-column is for --labelled") }
  }

  func run() throws {
    let console = output.console()
    defer { console.endProgress() }
    precision.tell(console)
    if let out { try OutputPlace.check(URL(fileURLWithPath: out), source: DataSource(argument: data)) }
    let source = try source(console)
    let forecast = forecast ? try LabelForecast(source, bundle: bundle, count: count, seed: seed.seed) : nil
    let stopping = try previous.map { try rule($0, source, console) }
    let suggestions = try Suggestions(
      source, count: count, strategy: strategy, threshold: threshold, seed: seed.seed)
    let report = SuggestionReport(
      suggestions: suggestions, source: source, strategy: strategy, stopping: stopping, forecast: forecast)
    for line in report.notes { console.note(line) }
    if let refusal = forecast?.refusal { console.warn(refusal) }
    var lines = try ResultLines(path: out)
    if json {
      try lines.write(report.json.line)
    } else {
      for row in suggestions.rows { try lines.write(report.object(of: row).line) }
    }
    try lines.finish()
  }

  /// Opens a classifier of one label a text.
  private func classifier(_ name: String, _ console: Console) throws -> (TextClassifier, URL) {
    let directory = try ModelLocation.directory(of: name, hub: hub.hub(), console: console)
    let model = try OpenedModel(contentsOf: directory, threads: compute.threadCount, precision: precision.precision)
    for warning in model.notes { console.warn(warning) }
    guard case .classifier(let classifier) = model, classifier.rule.problem == .singleLabel,
      classifier.labels.count >= 2
    else {
      throw CommandFailure(
        .usage, "\(name) does not give one label a text, and suggest chooses by the doubt between labels",
        remedy: "Give a bundle that learnt one label a text.")
    }
    return (classifier, directory)
  }

  /// Reads the rows, asks the bundle about them, and finds those that are not labelled yet.
  private func source(_ console: Console) throws -> SuggestionSource {
    let (classifier, directory) = try classifier(bundle, console)
    if classifier.record?.baseline != nil, strategy != .margin {
      throw CommandFailure(
        .usage, "\(bundle) is a simple model without an encoder, and --strategy \(strategy.rawValue) needs vectors",
        remedy: "Give --strategy margin, or a bundle with an encoder.")
    }
    var rows: [Example] = []
    try columns.forEachRow(of: data, usual: classifier.record?.data.columns, console: console) { rows.append($0) }
    let labelled = try labelled.map { try labelledRows($0, classifier, console) } ?? []
    let known = Set(labelled.map(Self.key))
    let unlabelled = rows.indices.filter { !known.contains(Self.key(rows[$0])) }
    guard !unlabelled.isEmpty else {
      throw CommandFailure(
        .badData,
        "\(DataSource(argument: data).name): \(rows.isEmpty ? "there are no rows" : "all rows are labelled already")",
        remedy: "Give rows without a label.")
    }
    return SuggestionSource(
      classifier: classifier, directory: directory, rows: rows,
      predictions: try SuggestionSource.predictions(of: rows, by: classifier, cache: cache.cache(hub), console),
      unlabelled: unlabelled, labelled: labelled,
      precision: precision.precision, threads: compute.threadCount, cache: cache.cache(hub), console: console)
  }

  private func labelledRows(_ path: String, _ classifier: TextClassifier, _ console: Console) throws -> [Example] {
    var reading = columns.reading(usual: classifier.record?.data.columns)
    reading.needsLabels = true
    reading.labelColumn = labelColumn
    reading.labels = classifier.labelSet
    if data == "-" { reading.format = nil }
    let dataset = try DatasetReader.read(DataSource(argument: path), options: reading)
    console.tell(dataset.report, of: path)
    return dataset.examples
  }

  /// Compares the predictions of the bundle and of the one of the round before.
  private func rule(_ name: String, _ source: SuggestionSource, _ console: Console) throws -> StoppingRule {
    let (earlier, _) = try classifier(name, console)
    return try StoppingRule(
      source.predictions, SuggestionSource.predictions(of: source.rows, by: earlier, cache: source.cache, console),
      labels: source.classifier.labels, earlierLabels: earlier.labels, previous: name)
  }

  /// The bytes of a row's text or pair: rows with the same bytes are the same row.
  private static func key(_ row: Example) -> [UInt8] {
    Array(row.text.utf8) + (row.pair.map { [0] + Array($0.utf8) } ?? [])
  }
}
