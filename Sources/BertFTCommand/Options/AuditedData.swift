import ArgumentParser
import BertFT
import BertFeatures
import BertStorage
import Foundation

/// The labelled rows that `bertft audit` looks at, and how they are read.
struct AuditedData: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A data file (.csv, .tsv, .jsonl, .json or .txt, also compressed with gzip, bzip2 or zstd), a directory DIR/label/*.txt, or - for standard input.",
      valueName: "data"))
  var data: String

  @Option(name: .long, help: ArgumentHelp("The rows that models are to be tested on.", valueName: "file"))
  var test: String?

  @Option(name: .long, help: ArgumentHelp("The rows that are to choose the best epoch.", valueName: "file"))
  var validation: String?

  @OptionGroup var given: GivenLabels

  @Option(
    name: .long, help: ArgumentHelp("The column with the label. (default: found by its name)", valueName: "name"))
  var labelColumn: String?

  @Option(
    name: .long,
    help: ArgumentHelp("What happens to rows with another label.", valueName: "policy"))
  var unknownLabels: ReadingOptions.Policy = .error

  @OptionGroup var columns: ColumnOptions

  func validate() throws {
    try given.requireOne()
    for (name, file) in [("--test", test), ("--validation", validation)] {
      if file == "-" { throw ValidationError("\(name) needs a file; only the data can come from standard input") }
    }
  }

  /// Reads the files and reports the rows that were left out.
  ///
  /// - Throws: `DataError`; `CommandFailure` where fewer than two labels have two rows.
  func read(console: Console) throws -> AuditedRows {
    var reading = columns.reading()
    reading.needsLabels = true
    reading.labelColumn = labelColumn
    reading.unknownLabels = unknownLabels
    reading.labels = try given.labelSet()
    let source = DataSource(argument: data)
    let dataset = try DatasetReader.read(source, options: reading)
    try dataset.requireTrainable(file: source.name)
    console.tell(dataset.report, of: source.name)
    let labels = dataset.labels ?? LabelSet(names: [])
    var rows = AuditedRows(labels: labels.names)
    rows.add(dataset.examples, "data", source.name)
    guard RowAudit.canTell(rows.givenLabels) else {
      throw CommandFailure(
        .badData, "\(source.name): fewer than two labels have two rows, so that none can be checked against the others",
        remedy: "Give more rows of each label.")
    }
    reading.labels = labels
    if source == .standardInput { reading.format = nil }
    for (name, path) in [("validation", validation), ("test", test)] {
      guard let path else { continue }
      let part = DataSource(argument: path), dataset = try DatasetReader.read(part, options: reading)
      console.tell(dataset.report, of: part.name)
      rows.add(dataset.examples, name, part.name)
    }
    return rows
  }
}
