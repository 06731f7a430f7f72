import ArgumentParser
import BertFT

/// Options for few labelled texts, of heads on a frozen encoder or on one that learnt from pairs.
struct FewLabelFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --method features and setfit: append to each text, in training and whenever the bundle is asked, the label of the nearest labelled text and its distance (label), these and the text itself (text), or all of this of the nearest text of each label (both). The encoder then reads each text twice (LaGoNN).",
      valueName: "what"))
  var appendNearest: NearestForm?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --method features: the layer of the encoder whose states are taken, from 1; the bundle has no layers above it. auto compares all layers by cross-validation on the training rows. (default: the last)",
      valueName: "n|auto"))
  var layer: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --method setfit: a logistic regression on what the encoder makes of the texts once it has learnt from pairs (logistic), or a linear head that learns from the labels together with the encoder (differentiable). (default: logistic)",
      valueName: "head"))
  var setfitHead: SetFitHeadKind?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --setfit-head differentiable: passes over the texts. (default: \(JointHeadOptions().epochs))",
      valueName: "n"))
  var headEpochs: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --setfit-head differentiable: the rate of the head, halved after every fifth pass. (default: \(JointHeadOptions().learningRate))",
      valueName: "rate"))
  var headLearningRate: Double?

  /// The first given flag of those for an encoder's features; nil where there is none.
  var firstGiven: String? { appendNearest != nil ? "--append-nearest" : layer != nil ? "--layer" : nil }

  /// Sets the options that are given.
  ///
  /// - Throws: `TuningError.option` for a layer that is neither a number nor `auto`.
  func apply(to options: inout TrainingOptions) throws {
    options.appendNearest = appendNearest
    if setfitHead == .differentiable {
      var head = JointHeadOptions()
      if let headEpochs { head.epochs = headEpochs }
      if let headLearningRate { head.learningRate = headLearningRate }
      options.jointHead = head
    }
    options.layer = try layer.map(FeatureLayer.init(parsing:))
  }

  /// Refuses options that do not go together.
  ///
  /// - Parameters:
  ///   - training: The training options.
  ///   - data: The labelled rows and their task.
  ///   - isAdapted: Whether `--adapt-to` is given.
  ///   - unlabelled: Whether `--unlabelled` is given.
  /// - Throws: `ValidationError`.
  func check(_ training: TrainingFlags, data: LabelledData, isAdapted: Bool, unlabelled: Bool) throws {
    guard layer == nil || training.method == .features else {
      throw ValidationError("--layer is for --method features, and not for \(training.method.rawValue)")
    }
    guard setfitHead == nil || training.method == .setfit else {
      throw ValidationError("--setfit-head is for --method setfit, and not for \(training.method.rawValue)")
    }
    if setfitHead != .differentiable, headEpochs != nil || headLearningRate != nil {
      throw ValidationError(
        "\(headEpochs != nil ? "--head-epochs" : "--head-learning-rate") is for --setfit-head differentiable")
    }
    guard appendNearest != nil else { return }
    guard [.features, .setfit].contains(training.method) else {
      throw ValidationError(
        "--append-nearest is for --method features and setfit, and not for \(training.method.rawValue)")
    }
    guard try !data.isOfTokens, try data.questions.isEmpty, try data.problem == .singleLabel else {
      throw ValidationError("--append-nearest is for one label a text")
    }
    let others = [
      (isAdapted, "--adapt-to"), (unlabelled, "--unlabelled"), (training.novelty, "--novelty"),
      (training.earlyStopping != nil, "--early-stopping"),
    ]
    if let other = others.first(where: { $0.0 }) {
      throw ValidationError("--append-nearest and \(other.1) cannot be joined: leave out one of them")
    }
  }
}
