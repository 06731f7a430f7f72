import BertStorage

/// What a reader read and left out of a file.
public struct ReadingReport: Sendable {
  /// Rows read, the unusable ones included; the header and blank lines not.
  public internal(set) var rows = 0
  /// Rows left out because they are damaged or empty, by reason.
  public internal(set) var faults: [RowFault: RowTally] = [:]
  /// Rows left out because their label is not in the set.
  public internal(set) var unknownLabels = RowTally()
  /// The column that gave the text, where the format has columns.
  public internal(set) var textColumn: String?
  /// The column that gave the second text.
  public internal(set) var textPairColumn: String?
  /// The column that gave the label.
  public internal(set) var labelColumn: String?
  /// Whether the file names its columns, unlike a directory or a table without a header.
  var namesColumns = true
  /// The columns in use, where the file names its columns.
  public var columns: TakenColumns? {
    guard namesColumns, textColumn != nil else { return nil }
    return TakenColumns(text: textColumn, pair: textPairColumn, label: labelColumn)
  }
  /// What was guessed or skipped, or looks like a mistake.
  public internal(set) var remarks: [ReadingRemark] = []
  /// The form in which the file was read.
  public let format: DataFormat

  init(format: DataFormat) {
    self.format = format
  }

  /// Rows left out for any reason.
  public var skipped: Int { damaged + unknownLabels.count }

  /// Rows left out because they are damaged or empty.
  public var damaged: Int { faults.values.reduce(0) { $0 + $1.count } }

  /// The reasons that occurred, in a fixed order.
  public var orderedFaults: [(fault: RowFault, tally: RowTally)] {
    RowFault.allCases.compactMap { fault in faults[fault].map { (fault, $0) } }
  }

  /// One line for people about the columns in use, or nil: "text column 'review', label column 'sentiment'". Columns
  /// that were guessed are in ``remarks``.
  public var columnsNote: String? {
    guard let columns else { return nil }
    let told = remarks.flatMap { remark -> [ColumnRole] in
      if case .columnsTaken(let taken) = remark { taken.map(\.role) } else { [] }
    }
    let taken: [(role: ColumnRole, name: String?)] = [
      (.text, columns.text), (.textPair, columns.pair), (.label, columns.label),
    ]
    let parts = taken.compactMap { role, name in
      told.contains(role) ? nil : name.map { "\(role.rawValue) column \(DataError.quoted($0))" }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// One line for people about the rows left out, or nil: "left out 3 rows: 2 with an empty text (lines 4, 9), …".
  public var note: String? {
    guard skipped > 0 else { return nil }
    var parts = orderedFaults.map { "\($0.tally.count) \($0.fault.phrase) (\($0.tally.lines))" }
    if unknownLabels.count > 0 { parts.append("\(unknownLabels.count) with an unknown label (\(unknownLabels.lines))") }
    return "left out \(skipped) of \(Counted(rows, "row")): " + parts.joined(separator: ", ")
  }
}
