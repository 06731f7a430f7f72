import ArgumentParser
import BertFT
import Foundation

/// The labels in their order, as a list or a file gives them.
struct GivenLabels: ParsableArguments {
  @Option(
    name: .customLong("labels"),
    help: ArgumentHelp(
      "The labels in their order, such as pos,neg,neu or ham=0,spam=1; put a name with a comma in quotes. (default: those of the data, sorted)",
      valueName: "list"))
  var list: String?

  @Option(
    name: .customLong("label-file"),
    help: ArgumentHelp(
      "The labels from a file instead of --labels: one per line, or a value, a tab and the name that it stands for.",
      valueName: "file"))
  var file: String?

  /// Whether a list or a file is given.
  var areGiven: Bool { list != nil || file != nil }

  /// The labels that are given; nil takes those of the data.
  ///
  /// - Throws: `DataError` for a list or file that cannot be read.
  func labelSet() throws(DataError) -> LabelSet? {
    if let list { return try LabelSet(parsing: list) }
    return try file.map { path throws(DataError) in try LabelSet(contentsOf: URL(fileURLWithPath: path)) }
  }

  /// - Throws: `ValidationError` where both a list and a file are given.
  func requireOne() throws {
    if list != nil && file != nil { throw ValidationError("Give --labels or --label-file, not both") }
  }
}
