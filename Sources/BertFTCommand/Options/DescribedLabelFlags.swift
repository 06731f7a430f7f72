import ArgumentParser
import BertFT
import Foundation

/// Options for labels that the model never learnt.
struct DescribedLabelFlags: ParsableArguments {
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

  @Flag(name: .long, help: "Decide each label by itself, so that a text may have several; for an entailment head.")
  var multiLabel = false

  func validate() throws {
    if let temperature, !(temperature.isFinite && temperature > 0) {
      throw ValidationError("--temperature is a number above 0, not \(temperature)")
    }
  }

  /// The labels with their descriptions; nil where none are given.
  ///
  /// - Parameter list: The value of `--labels`.
  /// - Throws: `ValidationError` where both are given.
  func descriptions(_ list: String?) throws -> LabelDescriptions? {
    if list != nil, labelDescriptions != nil {
      throw ValidationError("Give --labels or --label-descriptions, not both")
    }
    if let labelDescriptions {
      return try LabelDescriptions(contentsOf: URL(fileURLWithPath: labelDescriptions))
    }
    return try list.map { try LabelDescriptions(parsing: $0) }
  }

  /// The flags that need labels, and whether they are given.
  var others: [(flag: String, isGiven: Bool)] {
    [("--template", !template.isEmpty), ("--temperature", temperature != nil), ("--multi-label", multiLabel)]
  }

  /// The options for zero-shot classification.
  ///
  /// - Throws: `InferenceError` for a template without `{}`.
  func options(threads: Int, precision: Precision?) throws -> ZeroShotOptions {
    let templates = try template.map { text throws(InferenceError) in try LabelTemplate(text) }
    return ZeroShotOptions(
      templates: templates, temperature: temperature, isMultiLabel: multiLabel, threads: threads, precision: precision)
  }
}
