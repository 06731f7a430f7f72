import ArgumentParser
import BertFT

/// Texts without labels that a classifier learns from beside the labelled ones.
struct UnlabelledFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --method features: texts without labels of the kind that the labelled ones are of; labels in the file are not read. Label propagation and self-training are tried, and cross-validation of the labelled texts decides whether one is used.",
      valueName: "file"))
  var unlabelled: String?

  /// Where the texts are.
  var source: DataSource? { unlabelled.map(DataSource.init(argument:)) }

  /// Refuses what does not go together.
  ///
  /// - Parameters:
  ///   - adaptTo: The file of another domain.
  ///   - data: The labelled rows, and what is asked about them.
  /// - Throws: `ValidationError`.
  func check(_ method: TrainingMethod, adaptTo: String?, data: LabelledData) throws {
    guard let unlabelled else { return }
    guard method == .features else {
      throw ValidationError(
        method == .setfit
          ? "--unlabelled is for --method features: whether such texts help is told by labelled texts that are held out, and the encoder of setfit has seen the labels of all"
          : "--unlabelled is for --method features, and not for \(method.rawValue)")
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
