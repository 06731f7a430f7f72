import BertData
import BertInference
import BertStorage
public import Foundation

/// The record of a finished file of vectors, `OUT.made.json` beside it: how it was made and what it holds. By it the
/// same command finds that nothing is left to do.
struct FinishedExport: Codable, Equatable {
  /// The input: usable rows that were read, and a hash of them.
  struct Input: Codable, Equatable {
    var rows: Int
    var texts: UInt64
    /// SHA-256 of the data file, where int8 codes depend on the first rows of the whole file.
    var fileSha256: String?

    private enum CodingKeys: String, CodingKey {
      case rows, texts
      case fileSha256 = "file_sha256"
    }
  }

  /// What the rows were made with.
  var making: String
  var input: Input
  /// Rows written, their tokens, texts that were cut, and vectors that were computed.
  var rows: Int
  var tokens: Int
  var truncated: Int
  var encoded: Int
  /// SHA-256 of the file and of those beside it, by the suffix after its name.
  var files: [String: String]

  static func place(of target: URL) -> URL { URL(fileURLWithPath: target.path + ".made.json") }

  /// The SHA-256 of a target's existing files.
  static func digests(of target: URL) throws(ExportError) -> [String: String] {
    var digests: [String: String] = [:]
    let beside = [FileSink.rowsPlace(of: target), FileSink.descriptionPlace(of: target)]
    for place in [target] + beside + IndexMapping.allCases.map({ $0.place(of: target) })
    where FileManager.default.fileExists(atPath: place.path) {
      digests[String(place.path.dropFirst(target.path.count))] = try ExportError.onFiles { () throws(FileError) in
        try FileDigest.sha256(of: place)
      }
    }
    return digests
  }
}

extension EmbeddingExport {
  /// The report of an earlier run of the same export; nil where none has finished, or where its files have changed
  /// since.
  ///
  /// - Parameters:
  ///   - input: The data, which is read to its end to find whether it is the same.
  ///   - url: The file.
  /// - Throws: `option` for a pipe; `finishedOtherwise` for a file that was made in another way; `data`, `file`.
  public func finished(_ input: ExportInput, at url: URL) throws(ExportError) -> ExportReport? {
    guard var again = try input.reopened() else {
      throw .option(name: "skip-finished", value: "", rule: "needs data that can be read twice; give a file")
    }
    guard let data = try? FileSystem.read(FinishedExport.place(of: url)),
      let found = try? JSONDecoder().decode(FinishedExport.self, from: data),
      try FinishedExport.digests(of: url) == found.files
    else { return nil }
    guard try found.making == identity(input) else {
      throw .finishedOtherwise(place: url.relativePath, what: "another model, or other options")
    }
    while try again.next() != nil {}
    guard try found.input == read(again) else { throw .finishedOtherwise(place: url.relativePath, what: "other rows") }
    var report = ExportReport()
    report.dimensions = embedder.dimensions
    (report.rows, report.resumed) = (found.rows, found.rows)
    (report.tokens, report.truncated, report.encoded) = (found.tokens, found.truncated, found.encoded)
    return report
  }

  /// Records how a file that has just been finished was made.
  ///
  /// - Parameters:
  ///   - report: The report of the export.
  ///   - input: The data, read to its end.
  ///   - url: The file.
  /// - Throws: `file`.
  public func recordFinished(_ report: ExportReport, _ input: ExportInput, at url: URL) throws(ExportError) {
    let record = FinishedExport(
      making: try identity(input), input: try read(input), rows: report.rows, tokens: report.tokens,
      truncated: report.truncated, encoded: report.encoded, files: try FinishedExport.digests(of: url))
    try ExportError.onFiles { () throws(FileError) in
      try JSONFile.write(record, .pretty, to: FinishedExport.place(of: url))
    }
  }

  private func read(_ input: ExportInput) throws(ExportError) -> FinishedExport.Input {
    var found = FinishedExport.Input(rows: input.read, texts: input.texts)
    guard options.element == .int8, options.ranges == nil else { return found }
    // A pipe has been read and cannot be read again.
    if case .file(let file) = input.source, FileSystem.size(of: file) != nil {
      found.fileSha256 = try ExportError.onFiles { () throws(FileError) in try FileDigest.sha256(of: file) }
    }
    return found
  }

  /// What the rows of an input are made with, and the options of what is written.
  private func identity(_ input: ExportInput) throws(ExportError) -> String {
    let words = options.words.map { "\($0)" } ?? ""
    return try making(described(input), input) + " \(options.index ?? "") \(words)"
  }
}
