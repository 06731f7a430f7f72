import ArgumentParser
import BertFT
import Foundation

/// The labelled rows that a command learns from.
struct LabelledData: ParsableArguments {
  @Argument(help: ArgumentHelp("A data file (.csv, .tsv, .jsonl, .txt), or - for standard input.", valueName: "data"))
  var data: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The labels and their order, as pos,neg,neu or ham=0,spam=1. (default: those of the data, sorted)",
      valueName: "list"))
  var labels: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The rows that choose the best epoch: a file, or a share of what --test leaves.", valueName: "file|share"))
  var validation = "0.1"

  @OptionGroup(title: "Data") var columns: ColumnOptions
  @OptionGroup(title: "Data") var labelOptions: LabelOptions

  /// Whether any rows choose the best epoch.
  var hasValidation: Bool { Double(validation) != 0 }

  /// Reads the files and tells what was left out of them.
  ///
  /// - Parameters:
  ///   - test: the path of a file, or a share of the data that is taken first.
  ///   - seed: decides which rows a share takes.
  func read(test: String?, seed: UInt64, console: Console) throws -> TrainingData {
    let rows = try TrainingRows(
      data: data, validation: validation, test: test, seed: seed,
      reading: columns.reading(labelOptions, labels: labels.map { text in try LabelSet(parsing: text) }))
    for note in rows.notes { console.note(note) }
    return rows.data
  }

  /// Where results go: what was asked for, or the data's name with an ending, in the current directory.
  func place(_ out: String?, ending: String) -> String {
    out ?? URL(fileURLWithPath: data).deletingPathExtension().lastPathComponent + ending
  }

  /// - Throws: `ValidationError` where results would have no place.
  func requirePlace(_ out: String?) throws {
    if data == "-" && out == nil { throw ValidationError("Standard input has no name: give --out") }
  }
}
