import ArgumentParser
import BertExport
import BertFT
import Foundation

/// `bertft predict`: gives labels and scores to texts.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Gives each text a label, its labels or a number with the scores, or finds the entities in it.",
    discussion: """
      Of several labels a text gets all whose score reaches the threshold that the bundle remembers, or 0.5. \
      Rows are read, classified and written in windows, so that the memory needed does not grow with the data. The \
      output is in input order: texts of --text first, then those of the data. A reader that ends early, as in \
      "bertft predict … | head -1", ends the command.

      A bundle of several questions gives {"text": …, "tasks": {NAME: …}}, each answer as its kind.

      Labels that the model never learnt are given with what they mean, as in --labels "pos=a positive review,neg=a \
      negative review": an encoder without a classifier compares each text with the descriptions, a classifier of \
      entailment is asked whether "This example is a positive review." follows from the text.

      A classifier of tokens, such as transformers' BertForTokenClassification, finds entities: their start and end in \
      Unicode scalars, label, text and score. The data may then be CoNLL columns or JSON lines with tokens too.
      """)

  @Argument(
    help: ArgumentHelp(
      "A bundle, a directory with a classifier of texts or tokens, or a Hub id of one; with --labels an encoder, also by its name in the catalogue.",
      valueName: "bundle"))
  var bundle: String

  @Argument(help: ArgumentHelp("A data file, a directory DIR/label/*.txt, or - for standard input.", valueName: "data"))
  var data: String?

  @Option(name: .long, help: ArgumentHelp("A text; may be given several times.", valueName: "text"))
  var text: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Labels that the model never learnt, and what they mean, such as 'pos=a positive review,neg=a negative review'; a name alone is its own description.",
      valueName: "list"))
  var labels: String?

  @OptionGroup var zeroShot: ZeroShotFlags

  @Option(name: .long, help: ArgumentHelp("Give only the n highest scores, the highest first.", valueName: "n"))
  var top: Int?

  @Flag(name: .long, help: "Give the logits too.")
  var logits = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Give no label where the highest score is below p. (default: what the bundle remembers)", valueName: "p"))
  var abstainBelow: Double?

  @OptionGroup var cascading: CascadeFlags
  @OptionGroup var streaming: StreamFlags

  @Option(name: .long, help: ArgumentHelp("The format of the output.", valueName: "f"))
  var format: PredictionFormat = .jsonl

  @Flag(name: .long, help: "Begin the notes with a JSON object: the method, and the labels or what is asked.")
  var json = false

  @OptionGroup var rows: AnsweredRows
  @OptionGroup var columns: ColumnOptions
  @OptionGroup var hub: HubOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if data == nil && text.isEmpty { throw ValidationError("Give a data file, - or --text") }
    try rows.requireData(data, texts: text)
    try streaming.check(data: data, columns: columns, unfit: unfitForStream)
    try cascading.check(logits: logits, labels: labels, abstains: abstainBelow != nil)
    if let top, top < 1 { throw ValidationError("--top is at least 1, not \(top)") }
    if let abstainBelow, !(0...1).contains(abstainBelow) {
      throw ValidationError("--abstain-below is between 0 and 1, not \(abstainBelow)")
    }
  }

  func run() throws {
    let console = output.console()
    defer { console.endProgress() }
    precision.tell(console)
    try rows.checkPlace(data)
    let descriptions = try zeroShot.descriptions(labels)
    let directory = try ModelLocation.directory(of: bundle, hub: hub.hub(), console: console)
    let opened = try OpenedDirectory(at: directory)
    if let descriptions { return try answerUnlearnt(descriptions, with: opened, console) }
    let model = try OpenedModel(opened, threads: compute.threadCount, precision: precision.precision)
    for warning in model.notes { console.warn(warning) }
    if cascading.cascade != nil {
      guard case .classifier = model else { throw ValidationError("--cascade is for a model of one label a text") }
    }
    if json { console.note(AnswerReport.line(model)) }
    if let form = streaming.form { return try answerStream(form, with: model, opened) }
    switch model {
    case .classifier(let classifier):
      if let cascade = try cascading.opened(before: classifier, opened, threads: compute.threadCount) {
        try answer(with: classifier, behind: cascade, console)
      } else {
        try answer(with: classifier, console)
      }
    case .questions(let classifier): try answerQuestions(with: classifier, console)
    case .tagger(let tagger): try findEntities(with: tagger, of: directory, console)
    }
  }

  /// Answers one question about each text.
  private func answer(with classifier: TextClassifier, _ console: Console) throws {
    var writer = try writer(
      columns(of: classifier), abstainBelow: abstainBelow ?? classifier.record?.abstainBelow)
    try forEachWindow(console, writer.copied, usual: classifier.record?.data.columns) {
      try writer.write($0, classifier.predict($0))
    }
    try writer.finish()
  }

  /// The columns of the answers to one question.
  ///
  /// - Throws: `ValidationError` for flags that do not apply to the model's kind.
  func columns(of classifier: TextClassifier) throws -> PredictionColumns {
    if abstainBelow != nil, classifier.rule.problem != .singleLabel {
      throw ValidationError("--abstain-below is for a model of one label a text")
    }
    if top != nil, classifier.rule.problem == .regression {
      throw ValidationError("--top is for labels, and this model gives a number")
    }
    return PredictionColumns(
      labels: classifier.labels, problem: classifier.rule.problem, top: top, withLogits: logits,
      withNovelty: cascading.cascade == nil && classifier.record?.novelty != nil)
  }

  /// A writer of answers to one question, which has written the header of a table.
  func writer(_ columns: PredictionColumns, abstainBelow: Double?) throws -> PredictionWriter {
    let copied = rows.columns(besides: PredictionColumns.members + (format == .jsonl ? [] : columns.header))
    var writer = try PredictionWriter(
      columns, heading: RowHeading(columns: copied), format: format, abstainBelow: abstainBelow, to: rows.path)
    if rows.hasHeader { try writer.begin() }
    return writer
  }

  /// Answers with a table of token vectors where the table is sure, else with the classifier.
  private func answer(with classifier: TextClassifier, behind cascade: Cascade, _ console: Console) throws {
    let answer = PredictionColumns(
      labels: classifier.labels, problem: classifier.rule.problem, top: top, withLogits: false, withNovelty: false)
    var writer = try writer(answer, abstainBelow: classifier.record?.abstainBelow)
    var rows = 0, asked = 0
    try forEachWindow(console, writer.copied, usual: classifier.record?.data.columns) { window in
      let answers = try cascade.predict(window)
      try writer.write(window, answers.predictions)
      rows += window.count
      asked += answers.asked.count
    }
    try writer.finish()
    console.note(
      "the table answered \(Figures.count(rows - asked)) of \(Figures.count(rows, "text")), and \(bundle) the others")
  }

  /// Calls `body` with the texts of `--text`, then with windows of the data's rows.
  ///
  /// - Parameters:
  ///   - copied: The columns that are copied from the data into the output.
  ///   - usual: The columns that are read where no option names them.
  ///   - copy: A copy of standard input, where the data is read more than once.
  ///   - tells: Whether rows that were left out are reported.
  func forEachWindow(
    _ console: Console, _ copied: ExportColumns, usual: TakenColumns? = nil, copy: InputCopy? = nil,
    tells: Bool = true,
    _ body: ([Example]) throws -> Void
  ) throws {
    if !text.isEmpty { try body(text.enumerated().map { Example(text: $0.element, line: $0.offset + 1) }) }
    if let data {
      let source = DataSource(argument: data)
      var input = try ExportInput(
        source, reading: columns.reading(usual: usual), columns: copied, shard: rows.shard?.shard,
        numbersRows: false,
        copy: copy)
      let next = { try input.next()?.row }, isReady = { input.isReady }
      try forEachWindow(of: source, console, next: next, isReady: isReady, body)
      if tells { console.tell(input.report) }
    }
  }

  /// Calls `body` with windows of rows.
  ///
  /// - Parameters:
  ///   - next: Reads the next row; nil after the last.
  ///   - isReady: Whether `next` can answer without waiting for input.
  func forEachWindow<Row>(
    of source: DataSource, _ console: Console, next: () throws -> Row?, isReady: () -> Bool,
    _ body: ([Row]) throws -> Void
  ) throws {
    // Somebody may type the texts and wait for answers, so rows are answered as soon as no more input is ready.
    let isInteractive = source == .standardInput
    let size = isInteractive ? 64 : 1024
    var window: [Row] = []
    var done = 0
    while let row = try next() {
      window.append(row)
      if window.count == size || (isInteractive && !isReady()) {
        try body(window)
        done += window.count
        console.progress(nil, Figures.count(done, "row"))
        window.removeAll(keepingCapacity: true)
      }
    }
    if !window.isEmpty { try body(window) }
    console.endProgress()
  }
}
