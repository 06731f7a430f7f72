package import BertStorage

/// What a user should know about how a file was read: what was guessed or skipped, or looks like a mistake.
public enum ReadingRemark: Sendable, Equatable {
  /// A label and the rows that have it.
  public struct Counted: Sendable, Equatable {
    /// The label.
    public let name: String
    /// The rows.
    public let rows: Int

    init(_ name: String, _ rows: Int) {
      self.name = name
      self.rows = rows
    }
  }

  /// Labels were read without the white space around them.
  case labelsTrimmed(RowTally)
  /// Several spellings of one number count as one label.
  case labelsOfOneNumber(name: String, others: [String])
  /// Groups of labels that differ only in case, white space or Unicode form and count as several; `list` is the value
  /// of the option `labels` that joins them.
  case labelsAlike([[Counted]], list: String?)
  /// Labels that programs write where a value is missing.
  case labelsMayBeMissing([String])
  /// Most labels are lists of others with a separator between them.
  case labelsMayBeSeveral(separator: String, examples: [String])
  /// The columns are separated by another byte than the name of the file suggests.
  case delimiterTaken(UInt8)
  /// A first line that is not a header was skipped.
  case lineSkipped(String)
  /// Spaces between a delimiter and a quote were ignored.
  case spacesBeforeQuotes
  /// Empty fields after the last column were ignored.
  case emptyFieldsDropped(RowTally)
  /// The number of entries of a directory that were skipped, as they are not texts in a label's folder.
  case filesPassedOver(Int)
  /// Columns were chosen by a likely name, or because no other was left.
  case columnsTaken([ColumnTaken])

  /// A column and its role.
  public struct ColumnTaken: Sendable, Equatable {
    /// The column's name.
    public let name: String
    /// What the column is for.
    public let role: ColumnRole
  }

  /// Whether it is likely a mistake, and so a warning.
  public var isWarning: Bool {
    switch self {
    case .labelsAlike, .labelsMayBeMissing, .labelsMayBeSeveral: true
    default: false
    }
  }
}

extension ReadingRemark: CustomStringConvertible {
  /// One line for people.
  public var description: String { wording.plain }
}

extension ReadingRemark: Worded {
  package var wording: Wording {
    switch self {
    case .labelsTrimmed(let tally):
      return "white space around \(Figures.count(tally.count, "label")) was ignored (\(tally.lines))"
    case .labelsOfOneNumber(let name, let others):
      let spellings = others.prefix(4).map(DataError.quoted).joined(separator: ", ")
      return """
        \(spellings) \(others.count == 1 ? "is" : "are") the same number as \(DataError.quoted(name)) and \
        count\(others.count == 1 ? "s" : "") as that label; \(option: "labels") keeps them apart
        """
    case .labelsAlike(let groups, let list):
      let shown = groups.prefix(4).map { group in
        group.map { "\(Self.distinct($0.name, group)) (\(Figures.count($0.rows, "row")))" }
          .joined(separator: " and ")
      }
      let more = groups.count > 4 ? ", and \(groups.count - 4) more" : ""
      let value =
        list.map {
          "'" + $0.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : String($0) }.joined() + "'"
        } ?? "main=main,main=other,…"
      return """
        labels that differ only in case, white space or Unicode form count as several: \
        \(shown.joined(separator: "; "))\(more); join them with \(option: "labels", value)
        """
    case .labelsMayBeMissing(let names):
      let shown = names.map(DataError.quoted).joined(separator: ", ")
      return """
        \(shown) may stand for a missing value and count\(names.count == 1 ? "s" : "") as a label; if so, name the \
        others with \(option: "labels") and give \(option: "unknown-labels", "skip")
        """
    case .labelsMayBeSeveral(let separator, let examples):
      return """
        \(examples.map(DataError.quoted).joined(separator: ", ")) count as one label each; if they are several with \
        '\(separator)' between, \(option: "task", "multi-label") learns each on its own
        """
    case .delimiterTaken(let byte):
      return "the columns are separated by \(DelimiterName.of(byte)) (\(option: "delimiter") names another)"
    case .lineSkipped(let line):
      return "the first line, \(DataError.quoted(line)), is not a header and was skipped"
    case .spacesBeforeQuotes:
      return "spaces before quotes were ignored"
    case .emptyFieldsDropped(let tally):
      return
        "empty fields after the last column were ignored in \(Figures.count(tally.count, "row")) (\(tally.lines))"
    case .filesPassedOver(let count):
      return """
        \(Figures.count(count, "file or folder was", "files or folders were")) skipped: only .txt files in the \
        labels' folders are read
        """
    case .columnsTaken(let taken):
      return taken.map { column -> Wording in
        """
        the \(column.role.rawValue) is taken from \(DataError.quoted(column.name)) \
        (\(option: column.role.option) names another)
        """
      }
      .joined(separator: ", ")
    }
  }

  /// The name in quotes; with scalars outside ASCII escaped where another of the group looks the same.
  private static func distinct(_ name: String, _ group: [Counted]) -> String {
    let isTwin = group.filter { LabelSpelling.squeezed($0.name) == LabelSpelling.squeezed(name) }.count > 1
    guard isTwin else { return DataError.quoted(name) }
    let shown = name.unicodeScalars.prefix(60).map { scalar in
      scalar.isASCII && scalar.value >= 0x20 ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
    }
    return "'" + shown.joined() + "'"
  }
}
