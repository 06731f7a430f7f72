import ArgumentParser
import BertFT
import Foundation

/// How labels that the model never learnt are asked for.
struct ZeroShotFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The labels and what they mean, from a file instead of --labels: a label, a tab and a description per line; a label may have several lines.",
      valueName: "file"))
  var labelDescriptions: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A sentence that the descriptions are put into, {} being the place; may be given several times. (default: the description alone; 'This example is {}.' for an entailment head)",
      valueName: "text"))
  var template: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Divide the cosines by t before softmax. (default: \(ZeroShotOptions.cosineTemperature); 1 for an entailment head)",
      valueName: "t"))
  var temperature: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Correct the scores by their mean over all rows, so that the labels come equally often, or in proportions w1,w2,…; the first answer waits for the last row.",
      valueName: "none|balanced|w1,…"))
  var prior: PriorArgument = .none

  @Flag(name: .long, help: "Decide each label by itself, so that a text may have several; for an entailment head.")
  var multiLabel = false

  func validate() throws {
    if let temperature, !(temperature.isFinite && temperature > 0) {
      throw ValidationError("--temperature is a number above 0, not \(temperature)")
    }
    if multiLabel, prior != .none { throw ValidationError("--prior is for one label a text: leave out --multi-label") }
  }

  /// The labels, where their meaning is given.
  ///
  /// - Parameter list: The value of `--labels`.
  /// - Throws: `ValidationError` where both are given, or neither and something about them is.
  func descriptions(_ list: String?) throws -> LabelDescriptions? {
    if list != nil, labelDescriptions != nil {
      throw ValidationError("Give --labels or --label-descriptions, not both")
    }
    if let labelDescriptions {
      return try LabelDescriptions(contentsOf: URL(fileURLWithPath: labelDescriptions))
    }
    if let list { return try LabelDescriptions(parsing: list) }
    try requireUnused("needs labels: give --labels or --label-descriptions")
    return nil
  }

  /// Refuses what would have no effect.
  ///
  /// - Parameter reason: Goes on behind the flag.
  func requireUnused(_ reason: String) throws {
    let given: [(flag: String, isGiven: Bool)] = [
      ("--template", !template.isEmpty), ("--temperature", temperature != nil), ("--prior", prior != .none),
      ("--multi-label", multiLabel),
    ]
    if let first = given.first(where: \.isGiven) { throw ValidationError("\(first.flag) \(reason)") }
  }

  /// Opens the model and says how it answers.
  func classifier(
    _ directory: OpenedDirectory, _ labels: LabelDescriptions, threads: Int, precision: Precision?, json: Bool,
    _ console: Console
  ) throws -> ZeroShotClassifier {
    let templates = try template.map { text throws(InferenceError) in try LabelTemplate(text) }
    let classifier = try ZeroShotClassifier(
      directory, labels: labels,
      options: ZeroShotOptions(
        templates: templates, temperature: temperature, isMultiLabel: multiLabel, threads: threads, precision: precision
      ))
    for doubt in classifier.notes { console.warn(doubt) }
    console.note(ZeroShotReport.line(classifier, prior: prior, json: json))
    return classifier
  }
}
