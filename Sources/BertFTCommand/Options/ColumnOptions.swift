import ArgumentParser
import BertFT
import Foundation

/// How the rows of a data file become texts.
struct ColumnOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The column with the text, or several, separated by commas. (default: found by its name)", valueName: "name"))
  var textColumn: String?

  @Option(name: .long, help: ArgumentHelp("The column with the second text of a pair.", valueName: "name"))
  var textPairColumn: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The format of the data. (default: by the file's extension; none for standard input)", valueName: "f"))
  var inputFormat: DataFormat?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What separates columns: an ASCII character, or comma, semicolon, space, tab. (default: by the first lines)",
      valueName: "c"))
  var delimiter: ColumnDelimiter?

  @Flag(name: .long, help: "The first line is a row; columns are named by their numbers from 1.")
  var noHeader = false

  @Option(
    name: .long,
    help: ArgumentHelp("The data's encoding, such as windows-1252 or utf-16. (default: utf-8)", valueName: "name"))
  var encoding: String?

  @Option(
    name: .customLong("bad-rows"),
    help: ArgumentHelp("What happens to damaged rows. (default: error)", valueName: "policy"))
  var givenBadRows: ReadingOptions.Policy?

  /// What happens to damaged rows.
  var badRows: ReadingOptions.Policy { givenBadRows ?? .error }

  /// Options for reading texts without labels.
  ///
  /// - Parameter usual: The columns that are read where no option names them.
  func reading(usual: TakenColumns? = nil) -> ReadingOptions {
    var options = ReadingOptions(
      textColumn: textColumn, textPairColumn: textPairColumn, badRows: badRows, format: inputFormat, needsLabels: false,
      delimiter: delimiter?.byte, hasNoHeader: noHeader, encoding: encoding)
    options.usualColumns = usual
    return options
  }

  /// Options for reading texts with labels.
  ///
  /// - Parameters:
  ///   - options: How the rows become labels.
  ///   - labels: The labels; nil takes those of the data.
  ///   - problem: The kind of label.
  ///   - record: The bundle's record of the training data, whose columns are read where no option names them.
  func reading(
    _ options: LabelOptions, labels: LabelSet?, problem: ProblemType = .singleLabel,
    record: BundleRecord.DataRecord? = nil
  ) -> ReadingOptions {
    let isUsual = options.columns.isEmpty && options.labelColumn == nil && options.labelSeparator == nil
    var reading = ReadingOptions(
      textColumn: textColumn, labelColumn: options.labelColumn, textPairColumn: textPairColumn, labels: labels,
      unknownLabels: options.unknownLabels, badRows: badRows, format: inputFormat, delimiter: delimiter?.byte,
      hasNoHeader: noHeader, encoding: encoding, problem: problem,
      labelColumns: isUsual ? record?.labelColumns ?? [] : options.columns, labelSeparator: options.labelSeparator)
    reading.usualColumns = record?.columns
    return reading
  }

  /// Options for reading words, and their tags where they are needed.
  ///
  /// - Parameters:
  ///   - needsTags: Whether rows without tags are refused.
  ///   - tagNames: The tags that numbers in the data stand for; nil where the data holds the tags themselves.
  /// - Throws: `CommandFailure` for options of tables, which have no words.
  func readingTokens(needsTags: Bool, tagNames: [String]? = nil) throws(CommandFailure) -> TokenReadingOptions {
    guard delimiter == nil, !noHeader else {
      throw CommandFailure(
        .usage, "--delimiter and --no-header are for tables, and words come from CoNLL columns or JSON")
    }
    return TokenReadingOptions(
      format: inputFormat, needsTags: needsTags, tagNames: tagNames, badRows: badRows, encoding: encoding)
  }

  /// Calls `body` with each row of a data file, or of standard input for `-`. Standard input holds one text a line
  /// unless the options say otherwise. Rows that were left out are reported at the end.
  ///
  /// - Parameters:
  ///   - argument: A path, or `-`.
  ///   - idColumn: The column with the rows' ids, which each row carries.
  ///   - arePairs: Whether the rows are pairs of texts, read as ``ReadingOptions/ofTextPairs`` says.
  ///   - usual: The columns that are read where no option names them.
  ///   - console: Where the report goes.
  func forEachRow(
    of argument: String, idColumn: String? = nil, arePairs: Bool = false, usual: TakenColumns? = nil, console: Console,
    _ body: (Example) throws -> Void
  ) throws {
    let source = DataSource(argument: argument)
    var reading = arePairs ? reading().ofTextPairs : reading(usual: usual)
    if !arePairs {
      reading.carriedColumns = idColumn.map { [$0] } ?? []
      reading.idColumn = idColumn
    }
    if source == .standardInput && !arePairs && reading.format == nil && delimiter == nil && !noHeader {
      reading.format = .txt
    }
    var stream = try DatasetReader.stream(source, options: reading)
    while let row = try stream.next() { try body(row) }
    console.tell(stream.report)
  }
}
