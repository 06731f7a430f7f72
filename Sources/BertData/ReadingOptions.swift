/// How a data file is to be read.
public struct ReadingOptions: Sendable {
  /// What to do with a row that cannot be used.
  public enum Policy: String, Sendable, CaseIterable, Codable {
    /// Read to the end, then throw one error that lists all such rows.
    case error
    /// Leave such rows out and count them in the report.
    case skip
  }

  /// The column with the text, or nil to find it by name. Several columns, separated by commas, give one text with
  /// blank lines between the parts.
  public var textColumn: String?
  /// The column with the label, or nil to find it by name.
  public var labelColumn: String?
  /// For several labels per text, the columns of 0 and 1 that are each a label, in order; empty where one column has
  /// all labels.
  public var labelColumns: [String]
  /// What separates the labels of a text in one column; nil to infer it from the column.
  public var labelSeparator: String?
  /// What a text has: one label, several labels or a number.
  public var problem: ProblemType
  /// The column with the second text of a pair, or nil for single texts.
  public var textPairColumn: String?
  /// Columns whose values are carried along with the text, in this order. A name may be repeated, and may be that of
  /// the text column.
  public var carriedColumns: [String]
  /// The one of ``carriedColumns`` that identifies the rows, if any; errors about it name another option.
  public var idColumn: String?
  /// Columns whose values are carried along after those of ``carriedColumns``, in this order, where the file has them;
  /// a column that it lacks is null in every row.
  public var optionalColumns: [String] = []
  /// The columns to take where these options name none and the file has them, before columns are found by their names.
  public var usualColumns: TakenColumns?
  /// The labels and their order, or nil to infer them from the file, sorted.
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
  /// Whether a row may lack an answer. An empty field or a missing member is then no answer, even for several labels
  /// per text, where it otherwise means that no label holds.
  var mayLackAnswer = false
  /// Whether the first line of a table is a row; columns are then named by their numbers from 1.
  public var hasNoHeader: Bool
  /// The name of the file's encoding; nil for the one that a byte-order mark tells, or UTF-8.
  public var encoding: String?
  /// Bytes of the longest row. A longer one is refused, at the latest where it is twice as long: it suggests that the
  /// file is not what its name says. This bounds the memory of a stream.
  public var maximumRowBytes: Int

  /// Options with the defaults of training and evaluation. Each parameter sets the property of its name.
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
