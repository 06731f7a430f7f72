import ArgumentParser
import BertFT
import Foundation

/// `bertft adapt`: trains an encoder further on the texts of a domain, or on pairs of texts for search.
struct AdaptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapt",
    abstract: "Lets an encoder read texts of a domain, or learn from pairs of texts for search.",
    discussion: """
      The corpus is a file with one text a line, or any data file; labels are not read. Some tokens of each text are \
      masked, others in each epoch, and the encoder learns to predict them (masked language modelling). What comes out is \
      an encoder directory with the head that predicts, for bertft train --model DIR, bertft embed, or adapt again, and \
      for transformers.

      With --objective contrastive the corpus is a table or JSON lines of texts that belong together, in the columns anchor \
      (such as a question) and positive (its answer); texts that do not belong to the anchor may stand in negative, \
      negative_1 and so on. The vector of each anchor learns to be nearer to that of its positive than to those of the other \
      texts of the batch. Where a column score says how alike the two texts are, from -1 to 1, the cosine learns the score. \
      What comes out is an encoder directory for bertft embed and search, and for sentence-transformers. With --objective \
      reranker the same rows teach a model that reads an anchor and a text together and says whether they belong together, \
      for bertft rank; negatives are drawn where the data has none.

      Before it starts, it prints a plan; at the end, the perplexity of held-out texts before and after, with the same \
      masks; of pairs, how well the positives of held-out anchors are found. Control-C stops it after the current step; --resume continues from there, and gives the same bytes as a run \
      without the break.
      """)

  @Argument(help: ArgumentHelp("A file with texts, or - for standard input.", valueName: "corpus"))
  var corpus: String

  @OptionGroup var model: ModelOptions

  @Option(name: .long, help: ArgumentHelp("Where the encoder goes.", valueName: "dir"))
  var out: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Texts that are not learnt from and judge: a file, or a share of the corpus, in which equal texts stay together; 0: none.",
      valueName: "file|share"))
  var validation = "0.05"

  @Option(name: .long, help: ArgumentHelp("What the encoder learns.", valueName: "o"))
  var objective = AdaptationObjective.masked

  @Option(
    name: .long,
    help: ArgumentHelp("The share of a text's tokens that is to be predicted. (default: 0.15)", valueName: "share"))
  var mask: Double?

  @Flag(name: .long, help: "Mask all tokens of a word or none.")
  var wholeWords = false

  @OptionGroup var contrastive: ContrastiveFlags

  @Option(
    name: .long, help: ArgumentHelp("Epochs, each over all texts. (default: 3, with pairs 1)", valueName: "n"))
  var epochs: Int?

  @Option(name: .long, help: ArgumentHelp("Sequences in a batch, or rows of pairs.", valueName: "n"))
  var batchSize = TrainingOptions.ofMaskedTokens.batchSize

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The most tokens of a sequence, special tokens included; longer texts are cut into several, those of pairs off. (default: 128, with pairs what the encoder's files say)",
      valueName: "n"))
  var maxLength: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The highest learning rate. (default: 5e-5, with pairs 2e-5, of a reranker that of train)", valueName: "rate"))
  var learningRate: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long the learning rate rises: a share of the steps, such as 0.1, or a number of steps, such as 100. (default: 0.1)",
      valueName: "w"))
  var warmup: String?

  @Option(name: .long, help: ArgumentHelp("How the learning rate changes over the steps.", valueName: "shape"))
  var schedule = TrainingOptions.ofMaskedTokens.schedule

  @Option(
    name: .long, help: ArgumentHelp("Decoupled weight decay. (default: 0.01, of vectors 0)", valueName: "f"))
  var weightDecay: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Compute batches in parts so that memory stays below this, such as 800MB or 2GB; not for --objective contrastive.",
      valueName: "bytes"))
  var maxMemory: ByteCount?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How the optimizer holds its running means: fp32, or bf16 in half the memory. (default: fp32)",
      valueName: "format"))
  var moments: MomentFormat?

  @Flag(name: .long, help: "Continue the run that was interrupted.")
  var resume = false

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var precision: TrainingPrecisionOptions
  @OptionGroup var columns: ColumnOptions
  @OptionGroup var jobOptions: JobOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var seed: SeedOptions
  @OptionGroup var events: EventOptions

  func validate() throws {
    guard corpus != "-" || validation != "-" else {
      throw ValidationError("The corpus and --validation - are both standard input, which can be read once")
    }
    let notForPairs = [
      mask.map { _ in "--mask" }, wholeWords ? "--whole-words" : nil,
      objective == .contrastive ? maxMemory.map { _ in "--max-memory" } : nil,
    ]
    try contrastive.check(objective, ofMasked: notForPairs.compactMap { $0 })
  }

  func run() throws {
    let console = events.console()
    defer { console.endProgress() }
    precision.tell(console)
    let options = try options
    // Before anything is read or fetched: a mistyped number should not cost a download.
    try options.validate(hasValidation: share.map { $0 > 0 } ?? true)
    let encoder = try model.directory(console: console)
    switch objective {
    case .masked: try learnMaskedTokens(encoder, options, console)
    case .contrastive: try learnPairs(encoder, options, console)
    case .reranker: try learnReranker(encoder, options, console)
    }
  }

  private func learnMaskedTokens(_ encoder: URL, _ options: TrainingOptions, _ console: Console) throws {
    let session = try MaskedTrainingSession(job(encoder, try data(encoder, options, console), options))
    let outcome = try run(session.plan.lines, console) { try session.run(isCancelled: $0, onEvent: $1) }
    let report = MaskedTrainingReport(outcome: outcome, seed: seed.seed)
    try StandardOutput.print(lines: json ? [report.json.line] : report.lines)
  }

  private func learnPairs(_ encoder: URL, _ options: TrainingOptions, _ console: Console) throws {
    let data = try pairs(encoder, console)
    var options = options
    options.maxLength = data.maxLength
    let session = try ContrastiveTrainingSession(job(encoder, data, options))
    let outcome = try run(session.plan.lines, console) { try session.run(isCancelled: $0, onEvent: $1) }
    let report = ContrastiveTrainingReport(outcome: outcome, seed: seed.seed)
    try StandardOutput.print(lines: json ? [report.json.line] : report.lines)
  }

  private func learnReranker(_ encoder: URL, _ options: TrainingOptions, _ console: Console) throws {
    let pairs = try pairs(encoder, console)
    var options = options
    options.maxLength = pairs.maxLength
    let drawing = TrainingDrawing(console: console)
    let report = try Interruption.handling {
      let data = try RerankerData(
        pairs, encoder: encoder, options: contrastive.ofReranker, seed: seed.seed, threads: compute.threadCount,
        precision: options.precision, isCancelled: { Interruption.isRequested },
        progress: { drawing.show(.features(done: $0, total: $1)) })
      let session = try TrainingSession(job(encoder, data.rows, options), withBaseline: false)
      let outcome = try session.run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
      let reranker = try TextClassifier(
        contentsOf: outcome.bundle, threads: compute.threadCount, precision: options.precision)
      return RerankerReport(
        data: data, outcome: outcome, after: try data.figures(of: reranker, isCancelled: { Interruption.isRequested }),
        seed: seed.seed)
    }
    console.endProgress()
    try StandardOutput.print(lines: json ? [report.json.line] : report.lines)
  }

  private func job<Rows>(_ encoder: URL, _ data: Rows, _ options: TrainingOptions) -> EncoderJob<Rows> {
    var job = EncoderJob(
      encoder: encoder, encoderName: model.model, data: data, options: options,
      output: URL(fileURLWithPath: out, isDirectory: true))
    job.resume = resume && UnfinishedRun.lies(beside: job.output)
    job.threads = compute.threadCount
    job.program = "bertft \(Version.current)"
    return job
  }

  /// Prints the plan, then runs a session and draws its events.
  private func run<Outcome>(
    _ plan: [String], _ console: Console,
    _ body: (_ isCancelled: @escaping @Sendable () -> Bool, _ onEvent: (TrainingEvent) -> Void) throws -> Outcome
  ) throws -> Outcome {
    for line in plan { console.note(line) }
    let drawing = TrainingDrawing(console: console)
    let outcome = try Interruption.handling { try body({ Interruption.isRequested }, drawing.show) }
    console.endProgress()
    return outcome
  }

  /// The share of the corpus that is held out; nil where `--validation` names a file.
  private var share: Double? { Double(validation) }

  private var options: TrainingOptions {
    get throws {
      var options: TrainingOptions =
        switch objective {
        case .masked: .ofMaskedTokens
        case .contrastive: .ofTextPairs
        case .reranker: .ofReranking
        }
      if objective == .contrastive { options.contrastive = try contrastive.options }
      if let mask { options.masking?.share = mask }
      options.masking?.wholeWords = wholeWords
      if let epochs { options.epochs = epochs }
      options.batchSize = batchSize
      if let maxLength { options.maxLength = maxLength }
      if let learningRate { options.learningRate = learningRate }
      if let warmup { options.warmUp = try LearningRateSchedule.WarmUp(parsing: warmup) }
      options.schedule = schedule
      if let weightDecay { options.weightDecay = weightDecay }
      options.maxMemory = maxMemory?.bytes
      options.moments = moments
      options.precision = precision.precision
      options.seed = seed.seed
      return options
    }
  }

  /// Reads the texts row by row and keeps only their tokens.
  private func data(_ encoder: URL, _ options: TrainingOptions, _ console: Console) throws -> MaskedTrainingData {
    var data = try MaskedTrainingData(
      encoder: encoder, maxLength: options.maxLength, validationShare: share ?? 0, seed: seed.seed)
    try columns.forEachRow(of: corpus, console: console) { try data.add($0) }
    if share == nil { try columns.forEachRow(of: validation, console: console) { try data.addValidation($0) } }
    if data.emptyTexts > 0 {
      console.note("\(Figures.count(data.emptyTexts, "text")) left out, which have no token to predict")
    }
    return data
  }

  /// Reads the pairs row by row and keeps only their tokens.
  private func pairs(_ encoder: URL, _ console: Console) throws -> PairTrainingData {
    var data = try PairTrainingData(
      encoder: encoder, maxLength: maxLength, validationShare: share ?? 0, seed: seed.seed)
    try columns.forEachRow(of: corpus, arePairs: true, console: console) { try data.add($0) }
    if share == nil {
      try columns.forEachRow(of: validation, arePairs: true, console: console) { try data.addValidation($0) }
    }
    return data
  }
}
