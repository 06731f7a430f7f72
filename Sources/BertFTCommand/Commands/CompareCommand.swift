import ArgumentParser
import BertFT
import BertKernels
import Foundation

/// `bertft compare`: what each step of effort brings on the same rows.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measures simple models and the encoder on the same rows.",
    discussion: """
      Each method learns from the same rows and is judged on the same held-out rows: accuracy, macro F1 with its 95 % \
      interval, time, speed, memory and size, and a paired test against the method before it. It ends with a \
      recommendation, and says plainly when the encoder does not pay. Finished methods are kept in DIR/compare.json; \
      --resume goes on after a break.
      """)

  @Argument(help: ArgumentHelp("A data file (.csv, .tsv, .jsonl, .txt), or - for standard input.", valueName: "data"))
  var data: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The labels and their order, as pos,neg,neu or ham=0,spam=1. (default: those of the data, sorted)",
      valueName: "list"))
  var labels: String?

  @OptionGroup var model: ModelOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Where the results go. (default: the data's name + -compare)", valueName: "dir"))
  var out: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which methods, with commas between. (default: \(Self.methodNames))", valueName: "list"))
  var methods: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Word vectors for glove: a file, or a name of the catalogue. (default: glove-6b-50d)", valueName: "file|name"))
  var vectors: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The rows that all are judged on: a file, or a share of the data.", valueName: "file|share"))
  var test = "0.2"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The rows that choose the encoder's epoch: a file, or a share of what is left.", valueName: "file|share"))
  var validation = "0.1"

  @Flag(name: .long, help: "Train each method on parts of the rows too, for its learning curve.")
  var curve = false

  @Flag(name: .long, help: "Keep the finished methods of an interrupted comparison.")
  var resume = false

  @Option(
    name: .long,
    help: ArgumentHelp("Passes over the training rows. (default: 3; up to 10 where there are few rows)", valueName: "n")
  )
  var epochs: Int?

  @Option(name: .long, help: ArgumentHelp("Rows a step.", valueName: "n"))
  var batchSize = TrainingOptions().batchSize

  @Option(name: .long, help: ArgumentHelp("The most tokens of a text, special ones included.", valueName: "n"))
  var maxLength = TrainingOptions().maxLength

  @Option(
    name: .long,
    help: ArgumentHelp("The encoder's highest learning rate. (default: by the encoder's size)", valueName: "rate"))
  var learningRate: Double?

  @OptionGroup var seed: SeedOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Train the methods in which chance plays a part with so many seeds.", valueName: "n"))
  var seeds = 1

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup(title: "Data") var columns: ColumnOptions
  @OptionGroup(title: "Data") var labelOptions: LabelOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  private static let methodNames = ComparisonMethod.allCases.map(\.rawValue).joined(separator: ",")

  func validate() throws {
    if !(1...100).contains(seeds) { throw ValidationError("--seeds is between 1 and 100, not \(seeds)") }
    if data == "-" && out == nil { throw ValidationError("Standard input has no name: give --out") }
    _ = try chosen()
  }

  private func chosen() throws -> [ComparisonMethod] {
    guard let methods else { return ComparisonMethod.allCases }
    return try methods.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let method = ComparisonMethod(rawValue: String(name)) else {
        throw ValidationError("--methods knows \(Self.methodNames), not '\(name)'")
      }
      return method
    }
  }

  /// Opens the word vectors. Where nobody asked for them by name and they cannot be had, the comparison goes on without.
  private func openVectors(for job: inout ComparisonJob, _ console: Console) throws {
    let name = vectors ?? VectorCatalogue.entries[0].name
    do {
      job.vectors = try VectorLocation.open(name, hub: model.hub.hub(), console: console)
      job.vectorsName = name
    } catch let error as HubError where vectors == nil && methods == nil {
      console.note("without GloVe: \(error)")
      job.methods.removeAll { $0 == .glove }
    }
  }

  func run() throws {
    try Processor.requireSupported()
    let console = output.console()
    defer { console.endProgress() }
    var options = TrainingOptions()
    options.batchSize = batchSize
    options.maxLength = maxLength
    options.learningRate = learningRate
    options.seed = seed.seed
    if let epochs { options.epochs = epochs }
    try options.validate(hasValidation: Double(validation) != 0)
    let rows = try TrainingRows(
      data: data, validation: validation, test: test, seed: seed.seed,
      reading: columns.reading(labelOptions, labels: labels.map { text in try LabelSet(parsing: text) }))
    for note in rows.notes { console.note(note) }
    if epochs == nil {
      options.epochs = TrainingOptions.usualEpochs(rows: rows.data.training.count, batchSize: options.batchSize)
    }
    let stem = URL(fileURLWithPath: data).deletingPathExtension().lastPathComponent
    let place = URL(fileURLWithPath: out ?? stem + "-compare", isDirectory: true)
    var job = ComparisonJob(
      data: rows.data, methods: try chosen(), options: options,
      seeds: (0..<UInt64(seeds)).map { seed.seed &+ $0 }, output: place)
    if job.methods.contains(where: { $0.baseline == nil }) {
      job.encoder = try model.directory(console: console)
      job.encoderName = model.model
    }
    if job.methods.contains(.glove) { try openVectors(for: &job, console) }
    job.drawsCurve = curve
    job.resume = resume
    job.threads = compute.threadCount
    job.program = "bertft \(Version.current)"
    job.command = TypedCommand.line

    var session = try ComparisonSession(job)
    console.note(
      "\(Figures.count(rows.data.training.count)) rows for training, \(Figures.count(rows.data.validation.count)) for "
        + "validation, \(Figures.count(rows.data.test.count)) for the test")
    let drawing = ComparisonDrawing(console: console)
    let record = try Interruption.handling {
      try session.run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
    }
    console.endProgress()
    let report = ComparisonReport(record: record, directory: place)
    try StandardOutput.print(lines: json ? [report.json] : report.lines)
  }
}
