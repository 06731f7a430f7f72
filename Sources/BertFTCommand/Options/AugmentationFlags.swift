import ArgumentParser
import BertBaselines
import BertFT
import BertStorage

/// How fine-tuning varies its training rows: augmented texts, resampling, mix-up.
struct AugmentationFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune, lora and bitfit: learn in each epoch one new version of each text too, or n: with words replaced by neighbours in --vectors, inserted, swapped or left out (eda; without --vectors only the last two), or with typing errors (noise).",
      valueName: "eda|noise[:n]"))
  var augment: String?

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
  /// - Throws: `TuningError.option` for a value that its option does not take.
  var options: AugmentationOptions? {
    get throws {
      var options = AugmentationOptions()
      options.texts = try augment.map(TextAugmentation.init(parsing:))
      options.resampling = try resample.map(AugmentationOptions.resampling(parsing:))
      options.mixup = mixup
      return options == AugmentationOptions() ? nil : options
    }
  }

  /// Opens the word vectors whose neighbours replace words, and records their name and hash in the options.
  ///
  /// - Throws: What opening them throws.
  func wordVectors(
    _ source: WordVectorSource, _ options: inout TrainingOptions, hub: HubOptions, console: Console
  ) throws -> WordVectorTable? {
    guard options.augmentation?.texts?.kind == .eda, let name = source.vectors else { return nil }
    let file = try VectorLocation.file(of: name, hub: hub.hub(), console: console)
    options.augmentation?.texts?.vectors = .init(name: name, sha256: try FileDigest.sha256(of: file))
    return try source.open(hub, console: console)
  }
}
