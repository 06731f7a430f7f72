import ArgumentParser
import BertFT

/// What every training of an encoder asks for. What is not given is chosen by the library.
struct PassOptions: ParsableArguments {
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
    name: .long, help: ArgumentHelp("The highest learning rate. (default: by the encoder's size)", valueName: "rate"))
  var learningRate: Double?

  /// Sets what is given.
  func apply(to options: inout TrainingOptions) {
    if let epochs { options.epochs = epochs }
    options.batchSize = batchSize
    options.maxLength = maxLength
    options.learningRate = learningRate
  }

  /// Chooses the passes by the number of training rows where nobody gave them.
  func choosePasses(_ options: inout TrainingOptions, rows: Int) {
    if epochs == nil { options.epochs = TrainingOptions.usualEpochs(rows: rows, batchSize: options.batchSize) }
  }
}
