import ArgumentParser
import BertFT

/// Options for labels that the model never learnt, with a prior that may read the rows twice.
struct ZeroShotFlags: ParsableArguments {
  @OptionGroup var described: DescribedLabelFlags

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Correct the scores by their mean over all rows, so that the labels come equally often, or in proportions w1,w2,…; the first answer waits for the last row.",
      valueName: "none|balanced|w1,…"))
  var prior: PriorArgument = .none

  var labelDescriptions: String? { described.labelDescriptions }

  func validate() throws {
    if described.multiLabel, prior != .none {
      throw ValidationError("--prior is for one label a text: leave out --multi-label")
    }
  }

  /// The labels with their descriptions; nil where none are given.
  ///
  /// - Parameter list: The value of `--labels`.
  /// - Throws: `ValidationError` where a list and a file are given, or an option that needs labels and no labels.
  func descriptions(_ list: String?) throws -> LabelDescriptions? {
    if let given = try described.descriptions(list) { return given }
    try requireUnused("needs labels: give --labels or --label-descriptions")
    return nil
  }

  /// Refuses options that would have no effect.
  ///
  /// - Parameter reason: The rest of the message, after the flag.
  /// - Throws: `ValidationError` for the first that is given.
  func requireUnused(_ reason: String) throws {
    let given = described.others + [("--prior", prior != .none)]
    if let first = given.first(where: \.isGiven) { throw ValidationError("\(first.flag) \(reason)") }
  }

  /// Opens the model, and notes how it answers.
  func classifier(
    _ directory: OpenedDirectory, _ labels: LabelDescriptions, threads: Int, precision: Precision?, json: Bool,
    _ console: Console
  ) throws -> ZeroShotClassifier {
    let classifier = try ZeroShotClassifier(
      directory, labels: labels, options: described.options(threads: threads, precision: precision))
    for warning in classifier.notes { console.warn(warning) }
    console.note(ZeroShotReport.line(classifier, prior: prior, json: json))
    return classifier
  }
}
