import ArgumentParser
import BertFT

/// The options of every training of an encoder. The library chooses those that are not given.
struct PassOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Epochs, each over all training rows. (default: 3; up to 10 for few rows)", valueName: "n"))
  var epochs: Int?

  @Option(name: .long, help: ArgumentHelp("Rows in a batch. (default: \(TrainingOptions().batchSize))", valueName: "n"))
  var batchSize: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The most tokens of a text, special tokens included. (default: \(TrainingOptions().maxLength))",
      valueName: "n"))
  var maxLength: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("The highest learning rate. (default: by the size of the encoder)", valueName: "rate"))
  var learningRate: Double?

  @OptionGroup var precision: TrainingPrecisionOptions

  /// Sets the options that are given.
  func apply(to options: inout TrainingOptions) {
    if let epochs { options.epochs = epochs }
    if let batchSize { options.batchSize = batchSize }
    if let maxLength { options.maxLength = maxLength }
    options.learningRate = learningRate
    options.precision = precision.precision
  }

  /// Chooses the number of epochs by the number of training rows where `--epochs` is not given.
  func choosePasses(_ options: inout TrainingOptions, rows: Int) {
    // setfit learns from pairs, which are many however few the rows are.
    guard options.method != .setfit else { return }
    if epochs == nil { options.epochs = TrainingOptions.usualEpochs(rows: rows, batchSize: options.batchSize) }
  }
}
