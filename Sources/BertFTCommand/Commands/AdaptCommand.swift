import ArgumentParser
import BertFT
import Foundation

/// `bertft adapt`: from an encoder and texts of a domain to an encoder of that domain.
struct AdaptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapt",
    abstract: "Lets an encoder read texts of a domain by predicting masked words.",
    discussion: """
      The corpus is a file with one text a line, or any data file; labels are not read. Some tokens of each text are \
      masked, others in each epoch, and the encoder learns to predict them (masked language modelling). What comes out is \
      an encoder directory with the head that predicts, for bertft train --model DIR, bertft embed, or adapt again, and \
      for transformers.

      Before it starts, it prints a plan; at the end, the perplexity of held-out texts before and after, with the same \
      masks. Control-C stops it after the current step; --resume continues from there, and gives the same bytes as a run \
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

  @Option(name: .long, help: ArgumentHelp("The share of a text's tokens that is to be predicted.", valueName: "share"))
  var mask = MaskingOptions().share

  @Flag(name: .long, help: "Mask all tokens of a word or none.")
  var wholeWords = false

  @Option(name: .long, help: ArgumentHelp("Epochs, each over all texts.", valueName: "n"))
  var epochs = TrainingOptions.ofMaskedTokens.epochs

  @Option(name: .long, help: ArgumentHelp("Sequences in a batch.", valueName: "n"))
  var batchSize = TrainingOptions.ofMaskedTokens.batchSize

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The most tokens of a sequence, special tokens included; longer texts are cut into several.", valueName: "n"))
  var maxLength = TrainingOptions.ofMaskedTokens.maxLength

  @Option(name: .long, help: ArgumentHelp("The highest learning rate.", valueName: "rate"))
  var learningRate = 5e-5

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long the learning rate rises: a share of the steps, such as 0.1, or a number of steps, such as 100. (default: 0.1)",
      valueName: "w"))
  var warmup: String?

  @Option(name: .long, help: ArgumentHelp("How the learning rate changes over the steps.", valueName: "shape"))
  var schedule = TrainingOptions.ofMaskedTokens.schedule

  @Option(name: .long, help: ArgumentHelp("Decoupled weight decay.", valueName: "f"))
  var weightDecay = TrainingOptions.ofMaskedTokens.weightDecay

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Compute batches in parts so that memory stays below this, such as 800MB or 2GB.", valueName: "bytes"))
  var maxMemory: ByteCount?

  @Flag(name: .long, help: "Continue the run that was interrupted.")
  var resume = false

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var seed: SeedOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard corpus != "-" || validation != "-" else {
      throw ValidationError("The corpus and --validation - are both standard input, which can be read once")
    }
  }

  func run() throws {
    let console = output.console()
    defer { console.endProgress() }
    let options = try options
    // Before anything is read or fetched: a mistyped number should not cost a download.
    try options.validate(hasValidation: Double(validation).map { $0 > 0 } ?? true)
    let encoder = try model.directory(console: console)
    let data = try data(encoder, console)
    var job = MaskedTrainingJob(
      encoder: encoder, encoderName: model.model, data: data, options: options,
      output: URL(fileURLWithPath: out, isDirectory: true))
    job.resume = resume
    job.threads = compute.threadCount
    job.program = "bertft \(Version.current)"
    let session = try MaskedTrainingSession(job)
    for line in session.plan.lines { console.note(line) }
    let drawing = TrainingDrawing(console: console)
    let outcome = try Interruption.handling {
      try session.run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
    }
    console.endProgress()
    let report = MaskedTrainingReport(outcome: outcome, seed: seed.seed)
    try StandardOutput.print(lines: json ? [report.json.line] : report.lines)
  }

  private var options: TrainingOptions {
    get throws {
      var options = TrainingOptions.ofMaskedTokens
      options.masking?.share = mask
      options.masking?.wholeWords = wholeWords
      options.epochs = epochs
      options.batchSize = batchSize
      options.maxLength = maxLength
      options.learningRate = learningRate
      if let warmup { options.warmUp = try LearningRateSchedule.WarmUp(parsing: warmup) }
      options.schedule = schedule
      options.weightDecay = weightDecay
      options.maxMemory = maxMemory?.bytes
      options.seed = seed.seed
      return options
    }
  }

  /// Reads the texts, a line at a time, and keeps their tokens.
  private func data(_ encoder: URL, _ console: Console) throws -> MaskedTrainingData {
    let share = Double(validation)
    var data = try MaskedTrainingData(
      encoder: encoder, maxLength: maxLength, validationShare: share ?? 0, seed: seed.seed)
    try columns.forEachRow(of: corpus, console: console) { try data.add($0) }
    if share == nil { try columns.forEachRow(of: validation, console: console) { try data.addValidation($0) } }
    if data.emptyTexts > 0 {
      console.note("\(Figures.count(data.emptyTexts, "text")) left out, of which nothing can be predicted")
    }
    return data
  }
}
