import ArgumentParser
import BertFT
import Foundation

/// Options for a cascade: a table of token vectors answers first, and the model answers where the table is unsure.
struct CascadeFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Ask this bundle of a table of token vectors first, and the model only where that is unsure.", valueName: "bundle"
    ))
  var cascade: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The highest score below which it is unsure. (default: what it remembers of train --cascade-to)", valueName: "p"))
  var cascadeBelow: Double?

  /// Refuses options that do not go with a cascade.
  ///
  /// - Parameters:
  ///   - logits: Whether `--logits` is given.
  ///   - labels: The value of `--labels`.
  ///   - abstains: Whether `--abstain-below` is given.
  /// - Throws: `ValidationError`.
  func check(logits: Bool, labels: String?, abstains: Bool) throws {
    if let cascadeBelow, !(0...1).contains(cascadeBelow) {
      throw ValidationError("--cascade-below is between 0 and 1, not \(cascadeBelow)")
    }
    if cascade == nil, cascadeBelow != nil { throw ValidationError("--cascade-below is for --cascade") }
    guard cascade != nil else { return }
    if logits { throw ValidationError("--logits are of one model, and --cascade asks two: give one of them") }
    if abstains { throw ValidationError("--abstain-below and --cascade need scores of one model: give one of them") }
    if labels != nil {
      throw ValidationError("--labels is for a model without labels of its own, and --cascade for one with")
    }
  }

  /// Opens the table of `--cascade` in front of a classifier; nil where the option is not given.
  ///
  /// - Parameters:
  ///   - classifier: The classifier that answers where the table is unsure.
  ///   - directory: The classifier's directory.
  ///   - threads: Threads to compute with.
  /// - Throws: `InferenceError`.
  func opened(
    before classifier: TextClassifier, _ directory: OpenedDirectory, threads: Int
  ) throws -> Cascade? {
    guard let cascade else { return nil }
    let first = try TextClassifier(contentsOf: URL(fileURLWithPath: cascade, isDirectory: true), threads: threads)
    return try Cascade(
      first, classifier, below: cascadeBelow, secondDigest: try directory.model?.weightsDigest() ?? "", path: cascade)
  }
}
