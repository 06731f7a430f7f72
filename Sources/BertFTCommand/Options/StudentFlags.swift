import ArgumentParser
import BertFT

/// Options for making a smaller model of a teacher.
struct StudentFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Make a student with so many of the teacher's layers, evenly spaced, that learns the teacher's answers on the corpus.",
      valueName: "n"))
  var layers: Int?

  @Flag(
    name: .long,
    help:
      "Drop the tokens that the corpus does not use; with no number of layers this alone is done, and nothing is learnt."
  )
  var pruneVocabulary = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the outputs for labels are divided by before they are compared. (default: 2)", valueName: "t"))
  var temperature: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the last hidden states count beside the outputs; 0 leaves them out. (default: 1)", valueName: "f"))
  var hiddenWeight: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Texts that are not learnt from and judge: a file, or a share of the corpus, in which equal texts stay together; 0: none. (default: 0.1)",
      valueName: "file|share"))
  var validation: String?

  @Option(name: .long, help: ArgumentHelp("Texts in a batch. (default: 32)", valueName: "n"))
  var batchSize: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The most tokens of a sequence that is learnt from, special tokens included. (default: the bundle's, or 128)",
      valueName: "n"))
  var maxLength: Int?

  @Option(
    name: .long, help: ArgumentHelp("The highest learning rate. (default: by the encoder's size)", valueName: "rate"))
  var learningRate: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Compute batches in parts so that memory stays below this, such as 800MB or 2GB.", valueName: "bytes"))
  var maxMemory: ByteCount?

  @Flag(name: .long, help: "Continue the run that was interrupted.")
  var resume = false

  /// Whether a student is asked for.
  var isAsked: Bool { layers != nil || pruneVocabulary }

  /// The names of the given options that only a student that learns has.
  var learning: [String] {
    [
      temperature.map { _ in "--temperature" }, hiddenWeight.map { _ in "--hidden-weight" },
      validation.map { _ in "--validation" }, batchSize.map { _ in "--batch-size" },
      maxLength.map { _ in "--max-length" }, learningRate.map { _ in "--learning-rate" },
      maxMemory.map { _ in "--max-memory" }, resume ? "--resume" : nil,
    ].compactMap { $0 }
  }

  /// The training options of a student.
  func options(epochs: Int?, seed: UInt64) -> TrainingOptions {
    var options = TrainingOptions.ofDistillation
    options.distillation?.layers = layers
    options.distillation?.prunesVocabulary = pruneVocabulary
    if let temperature { options.distillation?.temperature = temperature }
    if let hiddenWeight { options.distillation?.hiddenWeight = hiddenWeight }
    if let epochs { options.epochs = epochs }
    if let batchSize { options.batchSize = batchSize }
    if let maxLength { options.maxLength = maxLength }
    options.learningRate = learningRate
    options.maxMemory = maxMemory?.bytes
    options.seed = seed
    return options
  }
}
