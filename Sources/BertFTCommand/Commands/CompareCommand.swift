import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// `bertft compare`: measures methods of rising cost on the same rows.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measures simple models and the encoder on the same rows.",
    discussion: """
      Each method learns from the same rows and is judged on the same held-out rows: accuracy, macro F1 with its 95 % \
      interval, time, speed, memory and size, and a paired test against the method before it. Of several labels a text \
      micro F1 stands in the place of accuracy; a number is judged by its squared error and R², and labels of tokens by \
      precision, recall and F1 of the entities, where a conditional random field over the words is the simple model. It ends with a \
      recommendation, and says so when the encoder is not worth its cost. Finished methods are kept in \
      DIR/compare.json; --resume continues after an interruption.
      """)

  @OptionGroup var source: LabelledData
  @OptionGroup var model: ModelOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Where the results go. (default: the data's name + -compare)", valueName: "dir"))
  var out: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which methods, separated by commas. (default: \(Self.methodNames); of a number without those that learn labels alone; of labels of tokens \(Self.tokenMethodNames)) Others for labels of texts: \(Self.otherNames).",
      valueName: "list"))
  var methods: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Run this method alone, of those that are compared; may be given several times. Others may run elsewhere with the same options, for --merge.",
      valueName: "method"))
  var only: [String] = []

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Put the results of such runs together into --out, as if one run had made them: no data is read, and nothing is trained.",
      valueName: "dir"))
  var merge: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Another encoder, such as one that bertft adapt or bertft distill wrote, that each method with an encoder learns with too; may be given several times, and takes as long again for each.",
      valueName: "model"))
  var beside: [String] = []

  @OptionGroup var vectors: WordVectorSource

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For static: a table of token vectors, that bertft distill made of an encoder.", valueName: "dir"))
  var table: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The rows that all methods are tested on: a file, or a share of the data.", valueName: "file|share"))
  var test = "0.2"

  @Flag(name: .long, help: "Train each method on parts of the rows too, for its learning curve.")
  var curve = false

  @Flag(name: .long, help: "Keep the finished methods of an interrupted comparison.")
  var resume = false

  @OptionGroup var finished: FinishedOptions

  @OptionGroup var passes: PassOptions
  @OptionGroup var repetition: RepetitionOptions

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var jobOptions: JobOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var events: EventOptions

  private static let methodNames = names(TrainingMethod.ladder)
  private static let otherNames = names(TrainingMethod.comparable.filter { !TrainingMethod.ladder.contains($0) })
  private static let tokenMethodNames = names(TrainingMethod.tokenLadder)

  private static func names(_ methods: [TrainingMethod]) -> String { methods.map(\.rawValue).joined(separator: ",") }

  func validate() throws {
    if !merge.isEmpty { return try requireMergeOptions() }
    try source.requireData()
    try source.requirePlace(out)
    if try source.isOfTokens { try source.requireTokenOptions() }
    if try !source.questions.isEmpty { try requireQuestionOptions() }
    if try chosen().contains(.static), table == nil {
      throw ValidationError("--methods static needs --table, a table of token vectors")
    }
  }

  /// The flags that only some methods use.
  private var uses: [FlagUse] {
    let steps: [TrainingMethod] = [.finetune, .setfit, .lora, .bitfit]
    let encoder = steps + [.features, .prototypes, .knn]
    return [
      FlagUse("--model", model.named != nil, encoder),
      FlagUse("--max-length", passes.maxLength != nil, encoder),
      FlagUse("--precision", passes.precision.kind != nil, encoder),
      FlagUse("--epochs", passes.epochs != nil, steps),
      FlagUse("--learning-rate", passes.learningRate != nil, steps),
      FlagUse("--batch-size", passes.batchSize != nil, steps),
      FlagUse("--table", table != nil, [.static]),
      FlagUse("--vectors", vectors.vectors != nil, [.glove]),
    ]
  }

  /// The methods that this run trains.
  ///
  /// - Throws: `ValidationError` where a name is not among the methods compared.
  private func chosen() throws -> [TrainingMethod] {
    let compared = try compared()
    guard !only.isEmpty else { return compared }
    if let name = only.first(where: { name in !compared.contains { $0.rawValue == name } }) {
      throw ValidationError("--only is one of the methods compared, \(Self.names(compared)), not '\(name)'")
    }
    return compared.filter { only.contains($0.rawValue) }
  }

  /// The methods of the whole comparison.
  private func compared() throws -> [TrainingMethod] {
    if try source.isOfTokens { return try named(in: TrainingMethod.tokenLadder) ?? TrainingMethod.tokenLadder }
    // A method runs only for the questions whose kind it can learn; it needs one at least.
    let questions = try source.questions.map(\.problem), problems = questions.isEmpty ? [try source.problem] : questions
    func isOfUse(_ method: TrainingMethod) -> Bool { problems.contains(where: method.learns) }
    // Several questions share one encoder; only the methods of the ladder train all of them.
    let known = questions.isEmpty ? TrainingMethod.comparable : TrainingMethod.ladder
    guard let methods = try named(in: known) else { return TrainingMethod.ladder.filter(isOfUse) }
    if let method = methods.first(where: { !isOfUse($0) }) {
      throw ValidationError("--methods \(method.rawValue) \(method.refusal(of: problems[0])): leave it out")
    }
    return methods
  }

  /// The methods of `--methods`; nil where it is not given.
  private func named(in ladder: [TrainingMethod]) throws -> [TrainingMethod]? {
    try methods?.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let method = TrainingMethod(rawValue: String(name)), ladder.contains(method) else {
        throw ValidationError(
          "--methods knows \(Self.names(ladder))\(try source.isOfTokens ? " for --task tokens" : ""), not '\(name)'")
      }
      return method
    }
  }

  /// Opens the word vectors. Where they are not available and were not asked for by name, the comparison runs without
  /// them.
  func openVectors(for job: inout ComparisonJob, _ console: Console) throws {
    do {
      job.vectors = try vectors.open(model.hub, console: console)
      job.vectorsName = vectors.name
    } catch let error as HubError where vectors.vectors == nil && methods == nil && only.isEmpty {
      console.note("without GloVe: \(error.wording.commandLine)")
      job.methods.removeAll(where: \.takesVectors)
    }
  }

  func run() throws {
    let console = events.console()
    defer { console.endProgress() }
    if !merge.isEmpty { return try mergeParts() }
    FlagUse.warnings(uses, methods: try chosen()).forEach(console.warn)
    passes.precision.tell(console)
    if try source.isOfTokens {
      try compareTokens(console)
    } else if try !source.questions.isEmpty {
      try compareQuestions(console)
    } else {
      try compareTexts(console)
    }
  }

  private func compareTexts(_ console: Console) throws {
    var options = TrainingOptions()
    passes.apply(to: &options)
    options.seed = repetition.seed.seed
    options.metric = try source.problem.usualMetric
    try options.validate(hasValidation: source.hasValidation)
    var pairOptions = TrainingOptions.ofPairs
    passes.apply(to: &pairOptions)
    let data = try source.read(test: test, seed: repetition.seed.seed, console: console)
    passes.choosePasses(&options, rows: data.training.count)
    var job = try job(data, options, console)
    job.pairOptions = pairOptions
    if job.methods.contains(where: \.takesVectors) { try openVectors(for: &job, console) }
    if let table, job.methods.contains(where: \.takesTable) {
      job.table = try TableLocation.open(table, hub: model.hub, console: console)
      job.tableName = table
    }
    let session = try ComparisonSession(job)
    tell(training: data.training.count, validation: data.validation.count, test: data.test.count, console)
    try run(session, console)
  }

  private func compareTokens(_ console: Console) throws {
    var options = TrainingOptions.ofTokens
    passes.apply(to: &options)
    options.seed = repetition.seed.seed
    try options.validate(hasValidation: source.hasValidation)
    let data = try source.readTokens(test: test, seed: repetition.seed.seed, console: console)
    passes.choosePasses(&options, rows: data.training.count)
    let job = try job(data, options, console)
    let session = try ComparisonSession(job)
    tell(training: data.training.count, validation: data.validation.count, test: data.test.count, console)
    try run(session, console)
  }

  /// The job of the options, without word vectors and tables.
  func job<Rows>(_ data: Rows, _ options: TrainingOptions, _ console: Console) throws -> ComparedJob<Rows> {
    var job = ComparedJob(
      data: data, methods: try chosen(), options: options, seeds: repetition.all, output: place)
    if job.methods.contains(where: { $0.needsEncoder }) {
      job.encoder = try model.directory(console: console)
      job.encoderName = model.model
    }
    job.others = try beside.map { name in
      OtherEncoder(name: name, directory: try ModelLocation.directory(of: name, hub: model.hub.hub(), console: console))
    }
    job.drawsCurve = curve
    job.resume = (resume || finished.skipFinished) && UnfinishedRun.lies(in: place)
    job.threads = compute.threadCount
    job.program = "bertft \(Version.current)"
    job.command = TypedCommand.line
    return job
  }

  var place: URL { URL(fileURLWithPath: source.place(out, ending: "-compare"), isDirectory: true) }

  private func run(_ session: ComparisonSession, _ console: Console) throws {
    var session = session
    let drawing = ComparisonDrawing(console: console)
    let record = try Interruption.handling {
      try session.run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
    }
    console.endProgress()
    try tell(record)
  }

  /// Notes how many rows each part has.
  func tell(training: Int, validation: Int, test: Int, _ console: Console) {
    console.note(
      "\(Figures.count(training, "row")) for training, \(Figures.count(validation)) for validation, "
        + "\(Figures.count(test)) for the test")
  }
}
