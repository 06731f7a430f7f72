import ArgumentParser
import BertBaselines
import BertFT
import BertKernels
import Foundation

/// `bertft train`: trains a bundle on labelled texts, or on texts with labelled tokens.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a classifier on labelled texts and writes a bundle.",
    discussion: """
      Before it starts, it prints a plan; at the end, the validation table and the next command to type. \
      Control-C stops it after the current step; --resume continues from there, and gives the same bytes as a run \
      without the break.

      With --task tokens it learns to find entities, such as names. The data is then CoNLL columns (token first, tag last, \
      a blank line between sentences), or JSON lines with tokens and tags, or with text and spans.
      """)

  @OptionGroup var source: LabelledData
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions

  @Option(
    name: .long, help: ArgumentHelp("Where the bundle goes. (default: the data's name + -bertft)", valueName: "dir"))
  var out: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The rows for one test at the end: a file, or a share of the data.", valueName: "file|share"))
  var test: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where --validation is a share of fewer than \(TrainingData.fewestJudging) rows, judge all rows by cross-validation in so many parts; 1 holds the share. (default: \(Self.usualFolds), or 1 where --metric or --early-stopping chooses the epoch) With --fold: the parts that all rows are divided in.",
      valueName: "n"))
  var folds: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --folds: test on part k of the rows, from 1, and learn from the others; or on all parts, one after another, with a bundle for each. The parts follow from --seed alone, so that several machines may take one each.",
      valueName: "k|all"))
  var fold: FoldArgument?

  @OptionGroup(title: "Training") var training: TrainingFlags
  @OptionGroup(title: "Training") var automatic: AutomaticFlags
  @OptionGroup(title: "Parts and processes") var parallel: ParallelFlags
  @OptionGroup(title: "Stable fine-tuning") var stability: StabilityFlags
  @OptionGroup(title: "Augmentation") var augmentation: AugmentationFlags
  @OptionGroup(title: "Few labels") var described: DescriptionFlags
  @OptionGroup(title: "Other domain") var adapting: AdaptationFlags
  @OptionGroup(title: "Few labels") var unlabelled: UnlabelledFlags
  @OptionGroup(title: "Few labels") var fewLabels: FewLabelFlags
  @OptionGroup(title: "fastText") var fastText: FastTextFlags

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For static: a bundle of an encoder that learnt from the same rows. The validation rows tell from which score on the table can answer in its place, for predict --cascade.",
      valueName: "bundle"))
  var cascadeTo: String?

  @Flag(name: .long, help: "Continue the run that was interrupted.")
  var resume = false

  @OptionGroup var finished: FinishedOptions

  @Flag(name: .long, help: "Replace a bundle that learnt from other rows or by another method.")
  var force = false

  @OptionGroup var repetition: RepetitionOptions

  @Flag(name: .long, help: "Draw the curves and the confusion matrix in the terminal too.")
  var plot = false

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var jobOptions: JobOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var profiling: ProfileOptions
  @OptionGroup var events: EventOptions

  func validate() throws {
    try checkSentences()
    if plot && json { throw ValidationError("--plot draws for people, --json prints for programs: give one of them") }
    // With --skip-finished, --resume may find nothing to continue.
    if resume, !finished.skipFinished, !training.method.needsEncoder {
      throw ValidationError("--method \(training.method.rawValue) trains in one step: there is nothing to --resume")
    }
    if training.vectors.vectors != nil, !training.method.takesVectors, try augmentation.options?.texts?.kind != .eda {
      throw ValidationError("--vectors is for --method glove and --augment eda")
    }
    if training.weighting != nil, ![.glove, .word2vec].contains(training.method) {
      throw ValidationError("--weighting is for --method glove and word2vec")
    }
    if let flag = training.lora.firstGiven, training.method != .lora {
      throw ValidationError("\(flag) is for --method lora")
    }
    if training.pairs != nil, training.method != .setfit {
      throw ValidationError("--pairs is for --method setfit")
    }
    if training.neighbours != nil, training.method != .knn {
      throw ValidationError("--neighbours is for --method knn")
    }
    if training.method == .static, model.named == nil {
      throw ValidationError(
        "--method static needs --model, a table of token vectors: bertft distill --to static makes one")
    }
    if profiling.profile {
      guard !finished.skipFinished else {
        throw ValidationError("--profile measures a run, and --skip-finished may do without one: give one of them")
      }
      guard training.method.needsEncoder, training.method != .static else {
        throw ValidationError("--profile is for methods that compute an encoder, and not \(training.method.rawValue)")
      }
      guard repetition.seeds == 1 else { throw ValidationError("--profile measures one run: leave out --seeds") }
    }
    try automatic.check(training.method)
    try stability.check(
      training, seeds: repetition.seeds, resume: resume, isOfTokens: source.isOfTokens)
    try adapting.check(training.method, data: source.data)
    if stability.soup, adapting.adaptTo != nil {
      throw ValidationError(
        "--soup is for one domain: the effect of --adapt-to is measured for each seed's own weights")
    }
    if let anchor = stability.anchor {
      guard adapting.adaptTo == nil else {
        throw ValidationError("--anchor is for one domain: --adaptation mlm learns the masked tokens of another")
      }
      guard try source.questions.isEmpty else { throw ValidationError("--anchor is for one question about a text") }
      guard anchor != "-" || source.data != "-" else {
        throw ValidationError("--anchor - and the data - are both standard input, which can be read once")
      }
      if stability.soup { throw ValidationError("--soup is not joined with --anchor: give one of them") }
    }
    try described.check(training.method, source, isAdapted: adapting.adaptTo != nil)
    if stability.soup, unlabelled.selfTraining != nil {
      throw ValidationError(
        "--soup averages what learnt from labelled texts, and each seed of --self-training chooses its own")
    }
    try unlabelled.check(training.method, adaptTo: adapting.adaptTo, data: source)
    try fewLabels.check(
      training, data: source, isAdapted: adapting.adaptTo != nil, unlabelled: unlabelled.unlabelled != nil)
    if let flag = fastText.firstGiven, training.method != .fasttext {
      throw ValidationError("\(flag) is for --method fasttext")
    }
    if let folds {
      guard (1...100).contains(folds) else { throw ValidationError("--folds is between 1 and 100, not \(folds)") }
      guard folds == 1 || fold != nil || Double(source.validation) != nil else {
        throw ValidationError("--folds is for a share of the rows, and --validation names a file: give one of them")
      }
    }
    try checkFold()
    try source.requirePlace(out)
    if try source.isOfTokens { try requireTokenOptions() }
  }

  private static let usualFolds = 5

  /// In how many parts few rows are cross-validated; nil where a share is held out.
  var usedFolds: Int? {
    Self.folds(fold == nil ? folds : nil, choosesEpoch: training.metric != nil || training.earlyStopping != nil)
  }

  /// In how many parts few rows are cross-validated; nil where a share is held out.
  ///
  /// - Parameters:
  ///   - given: The number of `--folds`; nil where it is not given.
  ///   - choosesEpoch: Whether the validation rows choose the epoch.
  static func folds(_ given: Int? = nil, choosesEpoch: Bool) -> Int? {
    let count = given ?? (choosesEpoch ? 1 : usualFolds)
    return count > 1 ? count : nil
  }

  func run() throws {
    let exchange = try parallel.exchange()
    try parallel.running(exchange) {
      try profiling.measuring {
        if exchange.leads { events.begin() }
        let console = parallel.console(exchange, quiet: events.output.quiet)
        defer { console.endProgress() }
        let report = try fold == .all ? trainFolds(exchange, console) : train(exchange, console)
        if exchange.leads { try show(report, threads: parallel.threads(compute, exchange), console) }
      }
    }
  }

  private func show(_ report: TrainingReport, threads: Int, _ console: Console) throws {
    let profile = profiling.report(threads: threads, hasSteps: true)
    if let profile, let outcome = report.outcomes.first?.outcome {
      try ProfileOptions.write(profile, into: outcome.bundle)
    }
    try StandardOutput.print(lines: json ? [report.json.line] : report.lines)
    profile?.lines.forEach(console.note)
  }

  /// Trains a bundle with each seed.
  func train(_ exchange: any GradientExchange, _ console: Console) throws -> TrainingReport {
    if exchange.ranks > 1, stability.soup {
      throw ValidationError("--soup averages what one process has written: leave it out, or train in one process")
    }
    if training.method.needsEncoder { training.passes.precision.tell(console) }
    if try source.isOfTokens { return try trainTokens(exchange, console) }
    let table = try TableLocation.table(for: training.method, model, console: console)
    if cascadeTo != nil, table == nil {
      throw ValidationError("--cascade-to is for --method static, or features with a table of token vectors")
    }
    FlagUse.warnings(training.uses(model: model.named), methods: [table == nil ? training.method : .static]).forEach(
      console.warn)
    let questions = try source.questions, problem = questions.isEmpty ? try source.problem : nil
    var options = try training.options(usualMetric: problem?.usualMetric ?? .taskMean, seed: repetition.seed.seed)
    try adapting.apply(to: &options)
    options.stability = stability.options
    options.augmentation = try augmentation.options
    options.parts = parallel.parts
    try fewLabels.apply(to: &options)
    options.selfTraining = unlabelled.options
    options.selfTaught = unlabelled.selfTaught
    if table != nil { options.method = .static }
    // Before anything is read or fetched: a mistyped number should not cost a download.
    try options.validate(hasValidation: source.hasValidation)
    if let problem { try options.validate(problem: problem) } else { try options.validate(questions: questions) }
    if profiling.profile, table != nil {
      throw ValidationError("--profile is for encoders, and \(model.model) is a table of token vectors")
    }
    let data = try StageClock.time(.reading) {
      try sentenceData(&options, console) ?? labelledData(&options, table, console)
    }
    if stability.soup, data.validation.isEmpty {
      throw ValidationError("--soup is decided on validation rows, and none are held out: give more with --validation")
    }
    try requireOwnPlace(digest: data.digest, file: data.fileSHA256, method: options.method)
    if let line = imbalance(data, options.method) { console.note(line) }
    training.passes.choosePasses(&options, rows: data.training.count)
    let wordVectors = try augmentation.wordVectors(training.vectors, &options, hub: model.hub, console: console)
    // A baseline needs no encoder.
    let encoder =
      options.method.needsEncoder ? try StageClock.time(.opening) { try model.directory(console: console) } : nil

    let repeated = json ? RepeatedRows(data) : nil
    return try repeatOverSeeds(
      console, repeated: repeated.flatMap { $0.isEmpty ? nil : $0 },
      soup: encoder.map { encoder in { try average(encoder, data, options, $0, console) } }
    ) { seed in
      if let encoder {
        try train(encoder, data, options, wordVectors, seed: seed, exchange, console)
      } else {
        try trainBaseline(data, options, table, seed: seed, console)
      }
    }
  }

  /// Reads the rows and the descriptions of their labels.
  private func labelledData(
    _ options: inout TrainingOptions, _ table: StaticTable?, _ console: Console
  ) throws -> TrainingData {
    let labels = try described.read(source, training.method, isAdapted: adapting.adaptTo != nil, console)
    options.labelDescriptions = labels.descriptions
    if table != nil { try requireTableOptions(describes: labels.descriptions != nil) }
    let data = try source.read(
      test: test, fold: testFold, folds: usedFolds, sources: adapting.sources, target: adapting.target,
      unlabelled: unlabelled.source,
      anchor: stability.anchorSource,
      labels: labels.labels,
      seed: repetition.seed.seed, console: console)
    try options.validate(descriptionsOf: data.labels)
    return data
  }

  /// Trains once for each seed.
  ///
  /// - Parameters:
  ///   - repeated: Rows whose texts occur in more than one part of the data, for the report.
  ///   - soup: Averages the weights of the seeds' bundles where `--soup` is given.
  ///   - train: Trains the bundle of one seed.
  func repeatOverSeeds(
    _ console: Console, repeated: RepeatedRows? = nil, soup: (([URL]) throws -> TrainingOutcome)? = nil,
    _ train: (_ seed: UInt64) throws -> TrainingOutcome
  ) throws -> TrainingReport {
    var outcomes: [(seed: UInt64, outcome: TrainingOutcome)] = []
    let seeds = repetition.all
    for (number, used) in seeds.enumerated() {
      if seeds.count > 1 { console.note("seed \(used), \(number + 1) of \(seeds.count)") }
      let outcome = try train(used)
      console.endProgress()
      EventLines.tell(finished: outcome, seed: used)
      outcomes.append((used, outcome))
    }
    let averaged = stability.soup ? try soup?(outcomes.map(\.outcome.bundle)) : nil
    console.endProgress()
    return TrainingReport(outcomes: outcomes, soup: averaged, repeated: repeated, plot: plot ? TrainingPlot() : nil)
  }

  /// The job of a seed.
  func job<Rows>(
    _ encoder: URL, _ data: Rows, _ options: TrainingOptions, seed: UInt64,
    _ exchange: any GradientExchange = NoExchange()
  ) -> EncoderJob<Rows> {
    var job = EncoderJob(
      encoder: encoder, encoderName: model.model, data: data, options: options, output: place(seed: seed))
    job.options.seed = seed
    job.adapterOutput = training.lora.adapterOut.map { place($0, seed: seed) }
    job.featureCache = exchange.leads ? cache.cache(model.hub) : nil
    job.resume = resume && UnfinishedRun.lies(beside: job.output)
    job.exchange = exchange
    job.threads = parallel.threads(compute, exchange)
    job.program = "bertft \(Version.current)"
    job.command = TypedCommand.line
    return job
  }

  /// The hint at a faster precision, for the first seed only.
  func hint(_ console: Console, seed: UInt64) -> PrecisionHint? {
    seed == repetition.seed.seed
      ? PrecisionHint(console, hub: model.hub, precision: training.passes.precision.precision) : nil
  }

  private func train(
    _ encoder: URL, _ data: TrainingData, _ options: TrainingOptions, _ wordVectors: WordVectorTable?, seed: UInt64,
    _ exchange: any GradientExchange, _ console: Console
  ) throws -> TrainingOutcome {
    var job = job(encoder, data, options, seed: seed, exchange)
    job.wordVectors = wordVectors
    let drawing = TrainingDrawing(console: console, hint: hint(console, seed: seed))
    if options.method != .auto, let outcome = try skipping(console, job.finished) { return outcome }
    if options.method == .auto { return try trainAutomatically(job, drawing) }
    return try Interruption.handling {
      try TrainingSession(job).run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
    }
  }

  /// Averages the weights of the seeds' bundles into one more.
  private func average(
    _ encoder: URL, _ data: TrainingData, _ options: TrainingOptions, _ bundles: [URL], _ console: Console
  ) throws -> TrainingOutcome {
    console.note("soup of \(bundles.count) seeds")
    var job = job(encoder, data, options, seed: repetition.seed.seed)
    job.output = soupPlace
    job.adapterOutput = nil
    job.ingredients = bundles
    if let outcome = try skipping(console, job.finished) { return outcome }
    return try Interruption.handling {
      try TrainingSession(job).run(
        isCancelled: { Interruption.isRequested }, onEvent: TrainingDrawing(console: console).show)
    }
  }

  private func trainBaseline(
    _ data: TrainingData, _ options: TrainingOptions, _ table: StaticTable?, seed: UInt64, _ console: Console
  ) throws -> TrainingOutcome {
    var job = BaselineJob(
      data: data, options: try training.baselineOptions(options, fastText: fastText, data: data, seed: seed),
      output: place(seed: seed))
    job.table = table
    job.cascade = cascadeTo.map { URL(fileURLWithPath: $0, isDirectory: true) }
    job.calibrates = training.calibrate
    job.abstainPrecision = training.abstainPrecision
    job.program = "bertft \(Version.current)"
    job.threads = compute.threadCount
    job.command = TypedCommand.line
    if job.options.method.takesVectors {
      job.vectors = try training.vectors.open(model.hub, console: console)
    }
    if let outcome = try skipping(console, job.finished) { return outcome }
    let session = try BaselineSession(job)
    for line in session.planLines { console.note(line) }
    for warning in session.warnings { console.warn(warning.description) }
    return try Interruption.handling {
      try session.run(
        progress: { console.progress($0, job.options.method.title) }, isCancelled: { Interruption.isRequested })
    }
  }

  /// Refuses options that need an encoder, where the model is a table of token vectors.
  private func requireTableOptions(describes: Bool) throws(CommandFailure) {
    let given: [(String, Bool)] = [
      ("--adapt-to", adapting.adaptTo != nil), ("--unlabelled", unlabelled.unlabelled != nil),
      ("a description of the labels", describes), ("--resume", resume),
      (fewLabels.firstGiven ?? "", fewLabels.firstGiven != nil),
    ]
    guard let first = given.first(where: { $0.1 }) else { return }
    throw CommandFailure(
      .usage, "\(first.0) is for an encoder, and \(model.model) is a table of token vectors", remedy: "Leave it out.")
  }
}
