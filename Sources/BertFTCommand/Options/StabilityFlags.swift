import ArgumentParser
import BertFT

/// Options that stabilize fine-tuning or keep it near the pretrained encoder. All of them are off by default.
struct StabilityFlags: ParsableArguments {
  @Flag(
    name: .long,
    help:
      "For finetune, lora and bitfit: learn the head on the frozen features first, then all that the method trains (LP-FT)."
  )
  var linearProbe = false

  @Option(
    name: .customLong("l2-sp"),
    help: ArgumentHelp(
      "For finetune: pull the weights to those that the encoder came with, by this factor, such as 0.01, in the place of weight decay (L2-SP).",
      valueName: "f"))
  var l2SP: Double?

  @Option(
    name: .customLong("l2-sp-head"),
    help: ArgumentHelp(
      "With --l2-sp: the factor of the pull to zero for the head. (default: \(StabilityOptions.usualHeadPull))",
      valueName: "f"))
  var l2SPHead: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune: in each step put the encoder's own numbers in the place of this share of those in the layers' matrices, such as 0.1 (Mixout).",
      valueName: "p"))
  var mixout: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune, lora and bitfit: read each text twice under dropout, and let the divergence of the two answers count this much in the loss, such as 1. Takes twice the time (R-Drop).",
      valueName: "f"))
  var rDrop: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune: texts, of the kind that the encoder should go on to serve, whose masked tokens are learnt beside the task; labels in the file are not read. Pulls the weights as --l2-sp does, by \(StabilityOptions.usualAnchorPull) unless that is given.",
      valueName: "file"))
  var anchor: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --anchor: what masked tokens count in the loss beside the task. (default: \(StabilityOptions.usualAnchorWeight))",
      valueName: "w"))
  var anchorWeight: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune, lora and bitfit: judge and keep the running mean of the weights with this decay, such as 0.99.",
      valueName: "decay"))
  var ema: Double?

  @Flag(
    name: .long,
    help:
      "Say how many of the nearest neighbours of the texts are the same for the encoder after training as before.")
  var reportDrift = false

  @Flag(
    name: .long,
    help:
      "With --seeds: average the weights of the seeds into one more bundle, as far as that is no worse on the validation rows than the best seed (greedy soup)."
  )
  var soup = false

  /// The library's options; nil where none is given.
  var options: StabilityOptions? {
    var options = StabilityOptions()
    options.linearProbe = linearProbe ? true : nil
    options.startPull = l2SP ?? anchor.map { _ in StabilityOptions.usualAnchorPull }
    options.anchorWeight = anchor.map { _ in anchorWeight ?? StabilityOptions.usualAnchorWeight }
    options.headPull = l2SPHead
    options.mixout = mixout
    options.rDrop = rDrop
    options.averaging = ema
    options.reportsDrift = reportDrift ? true : nil
    return options == StabilityOptions() ? nil : options
  }

  /// The source of the texts that anchor the encoder; nil where there is none.
  var anchorSource: DataSource? { anchor.map(DataSource.init(argument:)) }

  /// Refuses options that do not go together.
  ///
  /// - Throws: `ValidationError`.
  func check(_ training: TrainingFlags, seeds: Int, resume: Bool, isOfTokens: Bool) throws {
    if l2SP != nil, training.weightDecay != nil {
      throw ValidationError("--l2-sp stands in the place of --weight-decay: give one of them")
    }
    guard anchor != nil || anchorWeight == nil else { throw ValidationError("--anchor-weight is for --anchor") }
    if anchor != nil {
      guard training.method == .finetune else {
        throw ValidationError("--anchor is for --method finetune, and not for \(training.method.rawValue)")
      }
      guard !isOfTokens else { throw ValidationError("--anchor is for labels of texts, and not for --task tokens") }
      guard training.weightDecay == nil else {
        throw ValidationError(
          "--anchor pulls the weights as --l2-sp does, in the place of --weight-decay: give one of them")
      }
    }
    guard soup else { return }
    guard seeds > 1 else { throw ValidationError("--soup averages several seeds: give --seeds too") }
    guard training.method.learnsInSteps else {
      throw ValidationError("--soup is for --method finetune, lora and bitfit, and not for \(training.method.rawValue)")
    }
    guard !isOfTokens else { throw ValidationError("--soup is for labels of texts, and not for --task tokens") }
    guard !resume else {
      throw ValidationError("--soup averages seeds that are all trained at once, and --resume continues one run")
    }
  }
}
