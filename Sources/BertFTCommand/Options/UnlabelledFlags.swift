import ArgumentParser
import BertFT

/// Options for texts without labels, which a classifier learns from beside the labelled ones.
struct UnlabelledFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --method features, and finetune with --self-training: texts without labels of the kind that the labelled ones are of; labels in the file are not read. For features label propagation and self-training are tried, and cross-validation of the labelled texts decides whether one is used.",
      valueName: "file"))
  var unlabelled: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune with --unlabelled: train again on the texts of which the classifier is sure too, in so many rounds at the most; the validation rows decide whether that is kept.",
      valueName: "rounds"))
  var selfTraining: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --self-training: the probability from which on a label counts as sure. (default: \(SelfTrainingOptions.usualThreshold))",
      valueName: "p"))
  var selfTrainingThreshold: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For features with --unlabelled: let the head see the principal directions of the features of these texts (pca), in the place of propagation and self-training; cross-validation of the labelled texts decides how many, or whether the features stay as they are.",
      valueName: "how"))
  var selfTaught: SelfTaught?

  /// The library's options; nil without `--self-training`.
  var options: SelfTrainingOptions? {
    selfTraining.map {
      SelfTrainingOptions(rounds: $0, threshold: selfTrainingThreshold ?? SelfTrainingOptions.usualThreshold)
    }
  }

  /// The source of the texts; nil where there is none.
  var source: DataSource? { unlabelled.map(DataSource.init(argument:)) }

  /// Refuses options that do not go together.
  ///
  /// - Parameters:
  ///   - method: The training method.
  ///   - adaptTo: The value of `--adapt-to`.
  ///   - data: The labelled rows and their task.
  /// - Throws: `ValidationError`.
  func check(_ method: TrainingMethod, adaptTo: String?, data: LabelledData) throws {
    if selfTrainingThreshold != nil, selfTraining == nil {
      throw ValidationError("--self-training-threshold says when --self-training is sure: give that too")
    }
    if selfTaught != nil {
      guard method == .features else {
        throw ValidationError("--self-taught is for --method features, and not for \(method.rawValue)")
      }
      guard unlabelled != nil else {
        throw ValidationError("--self-taught learns from texts without labels: give --unlabelled too")
      }
    }
    guard let unlabelled else {
      guard selfTraining == nil else {
        throw ValidationError("--self-training learns from texts without labels: give --unlabelled too")
      }
      return
    }
    guard method != .features || selfTraining == nil else {
      throw ValidationError(
        "--self-training is for --method finetune; features tries it wherever --unlabelled is given")
    }
    guard method != .finetune || selfTraining != nil else {
      throw ValidationError("--unlabelled with --method finetune needs --self-training")
    }
    guard method == .features || method == .finetune else {
      throw ValidationError(
        method == .setfit
          ? "--unlabelled is for --method features: whether such texts help is told by labelled texts that are held out, and the encoder of setfit has seen the labels of all"
          : "--unlabelled is for --method features, and finetune with --self-training, and not for \(method.rawValue)")
    }
    guard adaptTo == nil else {
      throw ValidationError(
        "--unlabelled is for texts like the labelled ones and --adapt-to for those of another domain: give one of them")
    }
    guard try !data.isOfTokens, try data.questions.isEmpty, try data.problem == .singleLabel else {
      throw ValidationError("--unlabelled is for one label a text")
    }
    guard unlabelled != "-" || data.data != "-" else {
      throw ValidationError("--unlabelled - and the data - are both standard input, which can be read once")
    }
  }
}
