import ArgumentParser
import BertFT
import Foundation

/// Which columns of a data file are labels, and how they are read.
struct LabelOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("The column with the label. (default: found by its name)", valueName: "name"))
  var labelColumn: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Several labels a text: the columns of 0 and 1 that are the labels, separated by commas.", valueName: "list"))
  var labelColumns: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What stands between several labels in one column. (default: | ; or , by what the column shows)", valueName: "s"))
  var labelSeparator: String?

  @Option(
    name: .long,
    help: ArgumentHelp("What happens to rows with another label.", valueName: "policy"))
  var unknownLabels: ReadingOptions.Policy = .error

  /// The columns of `--label-columns`; empty where it is not given.
  var columns: [String] {
    labelColumns?.split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) } ?? []
  }

  func validate() throws {
    if labelColumns != nil && labelColumn != nil {
      throw ValidationError("Give --label-column or --label-columns, not both")
    }
    if labelColumns != nil && columns.isEmpty { throw ValidationError("--label-columns names no column") }
    if labelSeparator?.isEmpty == true { throw ValidationError("--label-separator is at least one character") }
  }
}
