import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// `bertft compare`: what each step of effort brings on the same rows.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measures simple models and the encoder on the same rows.",
    discussion: """
      Each method learns from the same rows and is judged on the same held-out rows: accuracy, macro F1 with its 95 % \
      interval, time, speed, memory and size, and a paired test against the method before it. Of several labels a text \
      micro F1 stands in the place of accuracy; a number is judged by its squared error and R². It ends with a \
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
      "Which methods, separated by commas. (default: \(Self.methodNames); of a number without those that learn labels alone)",
      valueName: "list"))
  var methods: String?

  @OptionGroup var vectors: WordVectorSource

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The rows that all methods are tested on: a file, or a share of the data.", valueName: "file|share"))
  var test = "0.2"

  @Flag(name: .long, help: "Train each method on parts of the rows too, for its learning curve.")
  var curve = false

  @Flag(name: .long, help: "Keep the finished methods of an interrupted comparison.")
  var resume = false

  @OptionGroup var passes: PassOptions
  @OptionGroup var repetition: RepetitionOptions

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  private static let methodNames = TrainingMethod.ladder.map(\.rawValue).joined(separator: ",")

  func validate() throws {
    try source.requirePlace(out)
    guard try !source.isOfTokens, try source.questions.isEmpty else {
      throw ValidationError(
        "compare knows one question about a text: for another task use bertft train and bertft evaluate")
    }
    _ = try chosen()
  }

  /// Each flag that not all methods use.
  private var uses: [FlagUse] {
    let encoder: [TrainingMethod] = [.features, .finetune]
    return [
      FlagUse("--model", model.named != nil, encoder),
      FlagUse("--max-length", passes.maxLength != nil, encoder),
      FlagUse("--epochs", passes.epochs != nil, [.finetune]),
      FlagUse("--learning-rate", passes.learningRate != nil, [.finetune]),
      FlagUse("--batch-size", passes.batchSize != nil, [.finetune]),
      FlagUse("--vectors", vectors.vectors != nil, [.glove]),
    ]
  }

  private func chosen() throws -> [TrainingMethod] {
    let problem = try source.problem
    guard let methods else { return TrainingMethod.ladder.filter { $0.learns(problem) } }
    return try methods.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let method = TrainingMethod(rawValue: String(name)), TrainingMethod.ladder.contains(method) else {
        throw ValidationError("--methods knows \(Self.methodNames), not '\(name)'")
      }
      guard method.learns(problem) else {
        throw ValidationError("--methods \(name) learns labels, and this task is a number: leave it out")
      }
      return method
    }
  }

  /// Opens the word vectors. Where nobody asked for them by name and they cannot be had, the comparison goes on without.
  private func openVectors(for job: inout ComparisonJob, _ console: Console) throws {
    do {
      job.vectors = try vectors.open(model.hub, console: console)
      job.vectorsName = vectors.name
    } catch let error as HubError where vectors.vectors == nil && methods == nil {
      console.note("without GloVe: \(error.wording.commandLine)")
      job.methods.removeAll(where: \.takesVectors)
    }
  }

  func run() throws {
    let console = output.console()
    defer { console.endProgress() }
    FlagUse.warnings(uses, methods: try chosen()).forEach(console.warn)
    var options = TrainingOptions()
    passes.apply(to: &options)
    options.seed = repetition.seed.seed
    options.metric = try source.problem.usualMetric
    try options.validate(hasValidation: source.hasValidation)
    let data = try source.read(test: test, seed: repetition.seed.seed, console: console)
    passes.choosePasses(&options, rows: data.training.count)
    let place = URL(fileURLWithPath: source.place(out, ending: "-compare"), isDirectory: true)
    var job = ComparisonJob(
      data: data, methods: try chosen(), options: options, seeds: repetition.all, output: place)
    if job.methods.contains(where: { $0.needsEncoder }) {
      job.encoder = try model.directory(console: console)
      job.encoderName = model.model
    }
    if job.methods.contains(where: \.takesVectors) { try openVectors(for: &job, console) }
    job.drawsCurve = curve
    job.resume = resume
    job.threads = compute.threadCount
    job.program = "bertft \(Version.current)"
    job.command = TypedCommand.line

    var session = try ComparisonSession(job)
    console.note(
      "\(Figures.count(data.training.count, "row")) for training, \(Figures.count(data.validation.count)) for "
        + "validation, \(Figures.count(data.test.count)) for the test")
    let drawing = ComparisonDrawing(console: console)
    let record = try Interruption.handling {
      try session.run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
    }
    console.endProgress()
    let report = ComparisonReport(record: record, directory: place)
    try StandardOutput.print(lines: json ? [report.json] : report.lines)
  }
}
