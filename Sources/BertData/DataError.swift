/// Why data cannot be read or used: one case per rule.
///
/// `description` is what a user is shown: what is wrong, where, and what to do, in one or two lines.
public enum DataError: Error, Sendable {
  // The options.
  /// A name or a value in the list of labels is empty.
  case labelsEmptyName(in: LabelSet.Origin)
  /// A name or a value stands twice in the list of labels.
  case labelsDuplicate(name: String, in: LabelSet.Origin)
  /// The list of labels has fewer than two.
  case labelsTooFew(in: LabelSet.Origin)
  /// Some right sides in a list of labels are values of the label column, and others describe a label.
  case labelsMixed(file: String, list: String, value: String, description: String)
  /// A label that is described, or whose right side would be its value, is no value of the label column; `known` are.
  case labelsNotFound(file: String, in: LabelSet.Origin, name: String, known: [String])
  /// A quote in the list of labels is not closed, or something follows it.
  case labelsQuoting(in: LabelSet.Origin)
  /// A line of a file of labels is not `name` or `value`, a tab and `name`.
  case labelFileMalformed(file: String, line: Int)
  /// A line of a file of descriptions is not a label, a tab and what the label means.
  case descriptionsMalformed(file: String, line: Int)
  /// An encoding that is not known.
  case unknownEncoding(String)
  /// Options for tables were given for a format that is none.
  case notATable(file: String, format: DataFormat)
  /// The format has labels of tokens, and rows of whole texts are read.
  case tokenLabels(file: String)
  /// Options for files were given for a directory.
  case optionsOfFiles(directory: String)
  /// Standard input has no extension to tell its format.
  case formatNeeded(file: String)
  /// The extension tells no format that can be read.
  case unknownFormat(file: String, fileExtension: String)
  /// A column was named that the file does not have.
  case columnNotFound(file: String, line: Int, option: String, name: String, headers: [String])
  /// Several columns bear the name that was given.
  case columnAmbiguous(file: String, line: Int, option: String, name: String, headers: [String])
  /// Which column to take cannot be told from the names; `candidates` may be several, or none.
  case columnUnclear(
    file: String, line: Int, role: ColumnRole, candidates: [String], headers: [String], naming: ColumnNaming)
  /// A column was given by a number that the file does not have, or by a name where it has no header.
  case columnNumber(file: String, line: Int, option: String, name: String, count: Int)
  /// One column was chosen for two purposes.
  case columnUsedTwice(file: String, line: Int, name: String, roles: [ColumnRole])
  /// The columns that are to be labels do not tell which of a model's labels each is.
  case labelColumnsUnfit(file: String, columns: [String], labels: [String])
  /// The format has no columns, so that none can be named.
  case columnsInPlainText(file: String)

  // The input cannot be opened.
  /// There is no such file.
  case fileMissing(file: String)
  /// The path leads to a directory.
  case isDirectory(file: String)
  /// The file cannot be opened, for instance for want of permission.
  case cannotOpen(file: String, reason: String)

  // The input cannot be read on.
  /// A read failed.
  case readFailed(file: String, reason: String)

  // The contents.
  /// No bytes, or nothing but blank lines.
  case emptyFile(file: String)
  /// A header without rows.
  case headerOnly(file: String)
  /// Every row was left out.
  case noUsableRows(file: String, rows: Int, reasons: String)
  /// All rows have one label, or none has; a classifier needs two.
  case oneLabelOnly(file: String, label: String?, rows: Int)
  /// All rows have the same labels or the same number, so that nothing can be learnt. `what` says which.
  case oneAnswerOnly(file: String, what: String, rows: Int)
  /// No row has an answer to one of several questions.
  case questionWithoutAnswers(file: String, question: String, rows: Int)
  /// A quote is never closed; `line` is where it opened.
  case unclosedQuote(file: String, line: Int)
  /// The text is not in the encoding that was given.
  case notInEncoding(file: String, encoding: String, byte: Int)
  /// A packed file is damaged or ends too early.
  case damagedArchive(file: String, kind: String)
  /// A file is packed with a window that is larger than what is read here.
  case archiveWindow(file: String)
  /// Nearly as many labels as rows: an id or a free text.
  case labelsLikeIDs(file: String, column: String?, labels: [String], rows: Int)
  /// The table of which label was taken for which would take more memory than there is; both in bytes.
  case labelsTakeMemory(file: String, column: String?, labels: Int, rows: Int, bytes: Int, memory: Int)
  /// The labels are decimal numbers, most of them different: a score.
  case labelsLikeScores(file: String, column: String?, labels: [String], rows: Int)
  /// Labels of the text form run into the text: what follows them is no white space.
  case labelsRunOn(file: String, labels: [String])
  /// The first line, taken for the header, has a label where the label's column is named.
  case headerMayBeRow(file: String, name: String, rows: Int)
  /// No line of a text file has a label; `example` is the first.
  case noLabelPrefix(file: String, rows: Int, example: String, capitals: Bool)
  /// The text is in another encoding than UTF-8.
  case encoding(file: String, likely: String)
  /// The input is not text.
  case notText(file: String, kind: String)
  /// A row has more than `limit` bytes.
  case rowTooLong(file: String, line: Int, limit: Int)
  /// The rows that a stream wants answered together have more than `limit` bytes; `line` is where the limit is passed.
  case batchTooLarge(file: String, line: Int, limit: Int)
  /// A stream wants more rows answered together than are held.
  case batchTooLong(file: String, line: Int, limit: Int)
  /// The header has one field that seems to be several, separated by something else.
  case wrongDelimiter(file: String, found: String, format: DataFormat)
  /// The file is one JSON array and not an object a line.
  case jsonArray(file: String, line: Int)
  /// An object or an array of JSON begins on the line and never ends.
  case jsonUnclosed(file: String, line: Int)
  /// The elements of a JSON array are not separated by one comma each.
  case jsonSeparator(file: String, line: Int, reason: String)
  /// Rows are damaged or empty.
  case badRows(file: String, rows: Int, faults: [RowFault: RowTally])
  /// Rows have a label that is not in the set; `first` is the label in the first such row.
  case unknownLabels(file: String, rows: RowTally, first: String, known: [String])
}

/// How the columns of a file are called.
public enum ColumnNaming: Sendable {
  /// By the names of its first line.
  case header
  /// By their numbers, where there is no such line.
  case numbers
  /// By the members of its objects of JSON.
  case members
}

/// What a column is for.
public enum ColumnRole: String, Sendable {
  /// The text, or the first of a pair.
  case text
  /// The second text of a pair.
  case textPair = "second text"
  /// The label.
  case label

  /// The name of the option that names the column.
  public var option: String {
    switch self {
    case .text: "text-column"
    case .textPair: "text-pair-column"
    case .label: "label-column"
    }
  }
}
