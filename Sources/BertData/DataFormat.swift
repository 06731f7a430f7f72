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
  /// fastText's form: `__label__x some text`, one row a line, no header.
  case txt

  /// The format of a name such as `csv` or `ndjson`, or nil.
  public init?(name: String) {
    switch name.lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "jsonl", "ndjson": self = .jsonl
    case "txt", "text", "fasttext": self = .txt
    default: return nil
    }
  }

  /// The format that the source's file extension tells.
  ///
  /// - Throws: `DataError.formatNeeded`, `.unknownFormat`.
  static func of(_ source: DataSource) throws(DataError) -> DataFormat {
    guard case .file(let url) = source else { throw .formatNeeded(file: source.name) }
    guard let format = DataFormat(name: url.pathExtension) else {
      throw .unknownFormat(file: source.name, fileExtension: url.pathExtension)
    }
    return format
  }
}
