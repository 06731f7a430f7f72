import Foundation

/// The form of a data file.
public enum DataFormat: String, Sendable, CaseIterable, Codable {
  /// RFC 4180, with a header line.
  case csv
  /// Tab-separated values with a header line. Quotes are ordinary characters (IANA text/tab-separated-values), except
  /// that a field wholly quoted within its line, as spreadsheets write them, is unquoted.
  case tsv
  /// One JSON object a line.
  case jsonl
  /// JSON objects one after the other, each on one or more lines, or an array of them.
  case json
  /// fastText's form: `__label__x some text`, one row a line, no header.
  case txt
  /// A token and its tag on each line, in columns, with a blank line between sentences (CoNLL 2002 and 2003, IOB). Only
  /// labels of tokens are read from it.
  case conll

  /// The format of a name such as `csv` or `ndjson`, or nil.
  ///
  /// - Parameter name: the name or the file extension, without regard to case.
  public init?(name: String) {
    switch name.lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "jsonl", "ndjson": self = .jsonl
    case "json": self = .json
    case "txt", "text", "fasttext": self = .txt
    case "conll", "iob", "bio": self = .conll
    default: return nil
    }
  }

  /// What separates the columns, where there are any.
  var delimiter: UInt8? {
    switch self {
    case .csv: Byte.comma
    case .tsv: Byte.tab
    case .jsonl, .json, .txt, .conll: nil
    }
  }

  /// The format that the file extension tells, one of compression such as `.gz` ignored; a table where options for
  /// tables are given.
  ///
  /// - Throws: `DataError.formatNeeded`, `.unknownFormat`.
  static func of(_ source: DataSource, options: ReadingOptions) throws(DataError) -> DataFormat {
    let table: DataFormat? =
      options.delimiter == nil && !options.hasNoHeader ? nil : options.delimiter == Byte.tab ? .tsv : .csv
    guard case .file(let url) = source else {
      guard let table else { throw .formatNeeded(file: source.name) }
      return table
    }
    let isPacked = Compression.endings.contains(url.pathExtension.lowercased())
    let ending = (isPacked ? url.deletingPathExtension() : url).pathExtension
    guard let format = DataFormat(name: ending), ![.txt, .conll].contains(format) || table == nil else {
      guard let table else { throw .unknownFormat(file: source.name, fileExtension: ending) }
      return table
    }
    return format
  }
}
