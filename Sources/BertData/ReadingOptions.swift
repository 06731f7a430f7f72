/// How a data file is to be read.
public struct ReadingOptions: Sendable {
  /// What to do with a row that cannot be used.
  public enum Policy: String, Sendable, CaseIterable, Codable {
    /// Read on, count, then throw one error that lists them.
    case error
    /// Leave the rows out and count them in the report.
    case skip
  }

  /// The column with the text, or nil to find it by name. Several with commas between give one text, with blank lines
  /// between the parts.
  public var textColumn: String?
  /// The column with the label, or nil to find it by name.
  public var labelColumn: String?
  /// Of several labels a text, the columns of 0 and 1 that are the labels, in their order; empty where one column has all.
  public var labelColumns: [String]
  /// What stands between the labels of a text in one column; nil to go by what the column shows.
  public var labelSeparator: String?
  /// What the labels of a text are.
  public var problem: ProblemType
  /// The column with the second text of a pair, or nil for single texts.
  public var textPairColumn: String?
  /// Columns whose values travel beside the text, in this order. A name may stand twice, and may be that of the text.
  public var carriedColumns: [String]
  /// The one of ``carriedColumns`` that names the rows, if one does; errors tell it from the others.
  public var idColumn: String?
  /// Columns whose values travel behind those of ``carriedColumns``, in this order, where the file has them; a column that
  /// it lacks is null in every row.
  public var optionalColumns: [String] = []
  /// The columns that are taken where the options name none and the file has them, before any is found by its name.
  public var usualColumns: TakenColumns?
  /// The labels and their order, or nil to take what the file holds, sorted.
  public var labels: LabelSet?
  /// Rows whose label is not in `labels`.
  public var unknownLabels: Policy
  /// Rows that are damaged or empty.
  public var badRows: Policy
  /// The form of the file, or nil to go by its extension.
  public var format: DataFormat?
  /// Whether every row must have a label. When false, labels are not read.
  public var needsLabels: Bool
  /// The byte of ASCII that separates columns; nil to go by the format and the first lines.
  public var delimiter: UInt8?
  /// Whether a row may be without the label that is read, so that an empty field or a missing member is no answer even
  /// where a text may have none of several labels.
  var mayLackAnswer = false
  /// Whether the first line of a table is a row; columns are then called by their numbers from 1.
  public var hasNoHeader: Bool
  /// The name of the file's encoding; nil for UTF-8.
  public var encoding: String?
  /// A row of more bytes is refused, since it is a sign of a file that is not what its name says. It bounds the memory
  /// of a stream.
  public var maximumRowBytes: Int

  /// Options as a training or an evaluation command needs them, unless told otherwise.
  public init(
    textColumn: String? = nil, labelColumn: String? = nil, textPairColumn: String? = nil, labels: LabelSet? = nil,
    unknownLabels: Policy = .error, badRows: Policy = .error, format: DataFormat? = nil, needsLabels: Bool = true,
    maximumRowBytes: Int = 1 << 28, carriedColumns: [String] = [],
    idColumn: String? = nil,
    delimiter: UInt8? = nil, hasNoHeader: Bool = false, encoding: String? = nil,
    problem: ProblemType = .singleLabel, labelColumns: [String] = [], labelSeparator: String? = nil
  ) {
    self.textColumn = textColumn
    self.labelColumn = labelColumn
    self.textPairColumn = textPairColumn
    self.labels = labels
    self.unknownLabels = unknownLabels
    self.badRows = badRows
    self.format = format
    self.needsLabels = needsLabels
    self.maximumRowBytes = maximumRowBytes
    self.carriedColumns = carriedColumns
    self.idColumn = idColumn
    self.delimiter = delimiter
    self.hasNoHeader = hasNoHeader
    self.encoding = encoding
    self.problem = problem
    self.labelColumns = labelColumns
    self.labelSeparator = labelSeparator
  }

  /// Whether one column holds the label.
  var needsLabelColumn: Bool { needsLabels && labelColumns.isEmpty }
}
