import ArgumentParser
import BertFT

/// What fine-tuning makes of its training rows beside learning each as it is. What is not given is left out.
struct AugmentationFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune, lora and bitfit: let rows of rare labels come more often in each epoch, until all labels have equally many (balanced), or as many as the share of their rows to this power, such as 0.5.",
      valueName: "balanced|power"))
  var resample: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune, lora and bitfit: mix the sentence vectors of each step with one another, and their losses, by a share from Beta(a, a); 0.1 is a good start (mix-up).",
      valueName: "a"))
  var mixup: Double?

  /// The library's options; nil where none is given.
  ///
  /// - Throws: `TuningError.option` for a text that is none of the forms its option takes.
  var options: AugmentationOptions? {
    get throws {
      var options = AugmentationOptions()
      options.resampling = try resample.map(AugmentationOptions.resampling(parsing:))
      options.mixup = mixup
      return options == AugmentationOptions() ? nil : options
    }
  }
}
