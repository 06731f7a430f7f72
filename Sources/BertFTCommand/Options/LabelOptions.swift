import ArgumentParser
import BertFT
import Foundation

/// How the rows of a data file become labels.
struct LabelOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("The column with the label. (default: found by its name)", valueName: "name"))
  var labelColumn: String?

  @Option(
    name: .long,
    help: ArgumentHelp("What happens to rows with another label.", valueName: "policy"))
  var unknownLabels: ReadingOptions.Policy = .error
}
