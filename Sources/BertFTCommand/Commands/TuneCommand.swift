import ArgumentParser
import BertFT
import Foundation

/// `bertft tune`: searches the settings that train the best classifier.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Searches the settings that train the best classifier.",
    discussion: """
      The usual setting of each method and others drawn at random, of rate, layer decay, epochs, freezing and length, are \
      judged by cross-validation on parts of the training rows: all on the first part, the best third on three, the best \
      third of those on nine. The best one, or a cheaper one that it is not ahead of by more than one standard error, then \
      learns from all of them: DIR/best is the bundle that train would write, and DIR/tune.json and DIR/report.html tell \
      what was tried, with the train command of each setting. The validation and test rows have no part in the choice. \
      The same seed decides the same, unless --time ends the search. --resume continues after an interruption.

      What --epochs, --max-length or --learning-rate give is not searched.
      """)

  @OptionGroup var source: LabelledData
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions

  @Option(
    name: .long, help: ArgumentHelp("Where the results go. (default: the data's name + -tune)", valueName: "dir"))
  var out: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The rows for one test at the end: a file, or a share of the data.", valueName: "file|share"))
  var test: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long search and training may take together, such as 90s, 10m or 1h30m. (default: no limit)",
      valueName: "time"))
  var time: TimeSpan?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How many settings of finetune, setfit and lora to try. (default: \(TuneJob.usualTrials); with --time as many as fit, \(TuneJob.mostTrials) at the most)",
      valueName: "n"))
  var trials: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which methods, separated by commas. (default: \(Self.names(TuneJob.methods)); setfit where texts are few)",
      valueName: "list"))
  var methods: String?

  @Option(
    name: .long,
    help: ArgumentHelp("What decides: accuracy or macro-f1. (default: accuracy)", valueName: "metric"))
  var metric: Metric?

  @OptionGroup var passes: PassOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Weights of the labels in the loss: balanced, or w1,w2,….", valueName: "weights"))
  var classWeights: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Put this before each text, in training and whenever the bundle is asked, such as \"query: \" for encoders that were trained with it.",
      valueName: "text"))
  var prompt: String?

  @Flag(name: .long, help: "Continue the search that was interrupted.")
  var resume = false

  @OptionGroup var finished: FinishedOptions

  @OptionGroup var seed: SeedOptions

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var jobOptions: JobOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var events: EventOptions

  private static func names(_ methods: [TrainingMethod]) -> String { methods.map(\.rawValue).joined(separator: ",") }

  func validate() throws {
    try source.requireData()
    try source.requirePlace(out)
    guard try !source.isOfTokens, try source.questions.isEmpty, try source.problem == .singleLabel else {
      throw ValidationError("tune searches settings for one label a text: train takes the other tasks")
    }
    if let trials, !(1...1000).contains(trials) {
      throw ValidationError("--trials is between 1 and 1000, not \(trials)")
    }
    _ = try named()
  }

  /// The methods of `--methods`; nil where it is not given.
  private func named() throws -> [TrainingMethod]? {
    let names = try methods?.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let method = TrainingMethod(rawValue: String(name)), TuneJob.methods.contains(method) else {
        throw ValidationError("--methods knows \(Self.names(TuneJob.methods)), not '\(name)'")
      }
      return method
    }
    return names.map { names in TuneJob.methods.filter(names.contains) }
  }

  private var place: URL { URL(fileURLWithPath: source.place(out, ending: "-tune"), isDirectory: true) }

  func run() throws {
    let console = events.console()
    defer { console.endProgress() }
    passes.precision.tell(console)
    var usual = try options(TrainingOptions()), pairs = try options(.ofPairs)
    (usual.method, pairs.method) = (.finetune, .setfit)
    var given = usual
    passes.apply(to: &given)
    // Before anything is read or fetched: a mistyped number should not cost a download.
    try given.validate(hasValidation: source.hasValidation)
    try given.validate(problem: .singleLabel)
    let data = try source.read(
      test: test, folds: TrainCommand.folds(choosesEpoch: metric != nil), seed: seed.seed, console: console)
    usual.epochs = TrainingOptions.usualEpochs(rows: data.training.count, batchSize: usual.batchSize)
    var training = TrainingJob(
      encoder: try model.directory(console: console), encoderName: model.model, data: data, options: usual,
      output: place)
    training.featureCache = cache.cache(model.hub)
    training.resume = (resume || finished.skipFinished) && UnfinishedRun.lies(in: place)
    training.threads = compute.threadCount
    training.program = "bertft \(Version.current)"
    training.command = TypedCommand.line
    let base = TrainingWords(["bertft"] + TypedCommand.words),
      bundle = place.appendingPathComponent(TuneJob.bundleName).relativePath
    var job = TuneJob(training, methods: try named() ?? TuneJob.usualMethods(data)) { setting in
      base.line(for: setting, out: bundle)
    }
    job.pairs = pairs
    job.trials = trials
    job.timeLimit = time?.seconds
    job.epochs = passes.epochs
    job.learningRate = passes.learningRate
    job.maxLength = passes.maxLength
    let session = try TuneSession(job), drawing = TuneDrawing(console: console)
    let record = try Interruption.handling {
      try session.run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
    }
    console.endProgress()
    try StandardOutput.print(
      lines: json ? [ComparisonReport.json(of: record)] : TuneReport(record: record, directory: place).lines)
  }

  /// The options that all settings have in common.
  private func options(_ usual: TrainingOptions) throws -> TrainingOptions {
    var options = usual
    if let batchSize = passes.batchSize { options.batchSize = batchSize }
    options.prompt = prompt.flatMap { $0.isEmpty ? nil : $0 }
    if let classWeights { options.classWeights = try ClassWeighting(parsing: classWeights) }
    options.precision = passes.precision.precision
    options.metric = metric ?? ProblemType.singleLabel.usualMetric
    options.seed = seed.seed
    return options
  }
}
