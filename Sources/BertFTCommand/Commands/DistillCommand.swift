import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// `bertft distill`: makes a smaller model that answers as a larger one does.
struct DistillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distill",
    abstract: "Makes a smaller model that answers as a larger one, or a table of token vectors of an encoder.",
    discussion: """
      --layers N makes a student of a bundle, a classifier or an encoder: it begins with N of the teacher's layers, evenly \
      spaced, and learns on the texts of the corpus to give the teacher's outputs and hidden states. Labels are not needed. \
      --prune-vocabulary drops the tokens that the corpus does not use, so that its texts are cut as before; it goes with \
      --layers, or alone. The student is what the teacher was: predict, evaluate, serve, quantize, train, embed and \
      transformers take it. Control-C stops after the current step; --resume continues from there, and gives the same bytes \
      as a run without the break.

      --to static makes a table. Each token of the vocabulary goes through the encoder by itself, the vectors are turned into the directions in which \
      they vary most and weighed by the tokens' ranks: the table of Model2Vec. The vector of a text is then the mean of the \
      rows of its tokens, without an encoder. With a corpus the rows are tuned until the vectors of its texts point where \
      the encoder's do; a tenth of the texts is held out, and tells how near they come. The directory is read by bertft, \
      Model2Vec and sentence-transformers.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The teacher: a bundle, a directory, a name from the catalogue (bertft models list), or a Hub id.",
      valueName: "model"))
  var teacher: String

  @Argument(
    help: ArgumentHelp(
      "Texts to learn from: a data file, a directory DIR/label/*.txt, or - for standard input. Labels are not needed. A table needs none.",
      valueName: "corpus"))
  var corpus: String?

  @Option(name: .long, help: ArgumentHelp("The directory that is written.", valueName: "dir"))
  var out: String

  @Option(name: .long, help: ArgumentHelp("Make a table of token vectors.", valueName: "kind"))
  var to: DistillationTarget?

  @OptionGroup var student: StudentFlags

  @Option(
    name: .long,
    help: ArgumentHelp("Dimensions of the table, at most those of the encoder. (default: 256)", valueName: "d"))
  var dimensions: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How a token and the special ones beside it become one row of the table. (default: mean)", valueName: "mode"))
  var pooling: TablePooling?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Epochs, each over all texts; of a table at the most. (default: 3 for a student, 20 for a table)", valueName: "n")
  )
  var epochs: Int?

  @Flag(name: .long, help: "Print the result as JSON.")
  var json = false

  @OptionGroup var hub: HubOptions
  @OptionGroup var seed: SeedOptions
  @OptionGroup var precision: TrainingPrecisionOptions
  @OptionGroup var columns: ColumnOptions
  @OptionGroup var jobOptions: JobOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var events: EventOptions

  func validate() throws {
    if out.isEmpty { throw ValidationError("--out needs the name of a directory") }
    guard to != nil || student.isAsked else {
      throw ValidationError("Say what is made: a student with --layers N, one with --prune-vocabulary, or --to static")
    }
    guard to == nil || !student.isAsked else {
      throw ValidationError("--to static makes a table, which has no layers; leave out --layers and --prune-vocabulary")
    }
    if to == nil {
      guard corpus != nil else { throw ValidationError("A student is made on texts; give a corpus") }
      guard dimensions == nil, pooling == nil else {
        throw ValidationError("--dimensions and --pooling are for --to static")
      }
      guard corpus != "-" || student.validation != "-" else {
        throw ValidationError("The corpus and --validation - are both standard input, which can be read once")
      }
    }
    let learning = student.learning + (to == nil && epochs != nil ? ["--epochs"] : [])
    if student.layers == nil, let name = learning.first {
      throw ValidationError("\(name) is for a student that learns; give --layers, or leave it out")
    }
    if to != nil, corpus == nil, epochs != nil {
      throw ValidationError("--epochs is for the texts of a corpus; give one, or leave it out")
    }
  }

  func run() throws {
    let console = events.console()
    defer { console.endProgress() }
    precision.tell(console)
    if to == nil, let corpus { return try makeStudent(of: corpus, console: console) }
    let target = URL(fileURLWithPath: out, isDirectory: true)
    var texts: [Example] = []
    if let corpus { try columns.forEachRow(of: corpus, console: console) { texts.append($0) } }
    let directory = try ModelLocation.directory(of: teacher, hub: hub.hub(), console: console)
    let distillation = try StaticDistillation(
      teacher: directory, name: teacher, options: options, output: target, threads: compute.threadCount,
      precision: precision.precision)
    if corpus != nil, texts.isEmpty { throw InferenceError.noRows(part: "corpus") }
    let outcome = try Interruption.handling {
      try distillation.run(
        texts: texts, isCancelled: { Interruption.isRequested }, progress: { Self.show($0, on: console) })
    }
    console.endProgress()
    if let tuning = outcome.tuning { console.note(Self.words(tuning)) }
    try StandardOutput.print(json ? self.json(outcome) : summary(outcome))
  }

  private var options: StaticOptions {
    var options = StaticOptions()
    options.seed = seed.seed
    if let dimensions { options.dimensions = dimensions }
    if let pooling { options.pooling = pooling.mode }
    if let epochs { options.epochs = epochs }
    return options
  }

  private static func show(_ stage: StaticDistillation.Stage, on console: Console) {
    switch stage {
    case .tokens(let done, let all):
      console.progress(Double(done) / Double(max(1, all)), "\(Figures.count(done, "token")) encoded")
    case .texts(let share): console.progress(share, "the encoder reads the texts")
    case .tuning(let epoch, let share, let cosine):
      console.progress(share, "epoch \(epoch), cosine to the encoder \(Figures.fixed(cosine, 4))")
    }
  }

  private static func words(_ tuning: StaticTuning) -> String {
    let change = "\(Figures.fixed(tuning.cosineBefore, 4)) to \(Figures.fixed(tuning.cosineAfter, 4))"
    let kept = tuning.epoch == 0 ? "no epoch made it better" : "kept after epoch \(tuning.epoch)"
    return "\(Figures.count(tuning.texts, "text")) tuned the table: mean cosine to the encoder's vectors \(change) on "
      + "\(Figures.count(tuning.heldTexts, "text")) held out, \(kept)"
      + (tuning.isReweighted ? ", weighed again by the texts' own frequencies" : "")
  }

  private func summary(_ outcome: StaticDistillation.Outcome) -> String {
    "\(out): \(Figures.count(outcome.tokens, "token vector")) of \(Figures.count(outcome.dimensions, "dimension")), "
      + "\(Figures.percent(outcome.explainedShare)) of their variance kept"
  }

  private func json(_ outcome: StaticDistillation.Outcome) -> String {
    var result: JSONValue = [
      "out": .string(out), "tokens": .integer(outcome.tokens), "dimensions": .integer(outcome.dimensions),
      "explained_variance": .double(outcome.explainedShare),
    ]
    if let tuning = outcome.tuning { result["tuning"] = tuning.document }
    return result.line
  }
}
