import ArgumentParser
import BertExport
import BertFT
import Foundation

/// `bertft evaluate`: measures a bundle on labelled data.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures a bundle on labelled data.",
    discussion: """
      Prints accuracy, macro and weighted F1, log loss, expected calibration error, figures per label and the confusion \
      matrix, whose rows are the true labels. Of several labels a text: micro, macro and samples F1, subset accuracy, \
      and for each label its threshold, AUROC and average precision. Of a number: MSE, MAE, R², and the correlations of \
      Pearson and Spearman.

      An encoder without a classifier, and a classifier of entailment, are measured on labels that they never learnt: \
      --labels or --label-descriptions then say what the values of the data mean, as in "pos=a positive review,neg=a \
      negative review".

      Of a bundle of several questions: these figures for each on the rows that answer it, and the mean of macro F1 of \
      labels and R² of numbers. The columns are those of training.

      Of a classifier of tokens it prints precision, recall and F1 of the entities, as seqeval counts them. The data is then \
      CoNLL columns (token first, tag last, a blank line between sentences), or JSON lines with tokens and tags, or with \
      text and spans.
      """)

  @Argument(
    help: ArgumentHelp(
      "A bundle, a directory with a classifier of texts or tokens, or a Hub id of one.", valueName: "bundle"))
  var bundle: String

  @Argument(help: ArgumentHelp("A data file, a directory DIR/label/*.txt, or - for standard input.", valueName: "data"))
  var data: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The values that stand for the bundle's labels in the data, such as ham=0,spam=1. (default: those it was trained with) Of a model that never learnt them, what the labels mean.",
      valueName: "list"))
  var labels: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The same from a file instead of --labels: one label per line, or a value, a tab and the name that it stands for.",
      valueName: "file"))
  var labelFile: String?

  @OptionGroup var zeroShot: ZeroShotFlags

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A directory for the page, the figures and the rows that were answered wrong, of a model of one question about a text.",
      valueName: "dir"))
  var out: String?

  @Flag(name: .long, help: "Replace the results of an earlier evaluation.")
  var force = false

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var labelOptions: LabelOptions
  @OptionGroup var hub: HubOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out needs the name of a directory") }
    if force, out == nil { throw ValidationError("--force is for --out") }
    if labels != nil && labelFile != nil { throw ValidationError("Give --labels or --label-file, not both") }
    if labelFile != nil && zeroShot.labelDescriptions != nil {
      throw ValidationError("Give --label-file or --label-descriptions, not both")
    }
  }

  func run() throws {
    let console = output.console()
    defer { console.endProgress() }
    precision.tell(console)
    let place = out.map(EvaluationPlace.init)
    try place?.requireFree(force: force)
    for file in place?.files ?? [] { try OutputPlace.check(file, source: DataSource(argument: data)) }
    let descriptions = try zeroShot.descriptions(labels)
    let file = labelFile.map { URL(fileURLWithPath: $0) }
    let set =
      try labels.map { text in try LabelSet(parsing: text) } ?? file.map { file in try LabelSet(contentsOf: file) }
    let directory = try ModelLocation.directory(of: bundle, hub: hub.hub(), console: console)
    let opened = try OpenedDirectory(at: directory)
    if let descriptions, try isUnlearnt(descriptions, by: opened) {
      try requireNoPlace("labels that the model never learnt")
      return try evaluateUnlearnt(descriptions, with: opened, console)
    }
    try zeroShot.requireUnused("is for labels that the model never learnt, and this one has its own")
    let model = try OpenedModel(opened, threads: compute.threadCount, precision: precision.precision)
    for warning in model.notes { console.warn(warning) }
    switch model {
    case .classifier(let classifier): try evaluate(classifier, labels: set, place, console)
    case .questions(let classifier):
      try requireNoPlace("several questions")
      try evaluateQuestions(classifier, hasLabels: set != nil, console)
    case .tagger(let tagger):
      try requireNoPlace("labels of tokens")
      try evaluateEntities(tagger, of: directory, tagNames: set?.names, console)
    }
  }

  /// - Throws: `CommandFailure` where `--out` is given for a task that has no page.
  private func requireNoPlace(_ task: String) throws(CommandFailure) {
    guard out != nil else { return }
    throw CommandFailure(
      .usage, "--out is for a model of one question about a text, and this is an evaluation of \(task)",
      remedy: "Leave --out out.")
  }

  /// Measures a model of one question.
  private func evaluate(
    _ classifier: TextClassifier, labels set: LabelSet?, _ place: EvaluationPlace?, _ console: Console
  ) throws {
    let dataset = try DatasetReader.read(
      DataSource(argument: data),
      options: columns.reading(
        labelOptions, labels: set ?? classifier.labelSet, problem: classifier.rule.problem,
        record: classifier.record?.data))
    console.tell(dataset.report)
    let judged = try Interruption.handling {
      try classifier.judge(
        dataset.examples, labels: dataset.labels ?? classifier.labelSet,
        isCancelled: { Interruption.isRequested })
    }
    if let place {
      let report = EvaluationReport(
        bundle: bundle, data: DataSource(argument: data).name, rows: dataset.examples, judged: judged,
        labels: classifier.labels)
      try report.write(to: place)
      place.lines.forEach(console.note)
    }
    try StandardOutput.print(lines: json ? [judged.metrics.json] : MetricsReport.lines(judged.metrics))
  }
}
