import BertInference
import BertReport
import BertStorage
import Foundation

/// The directory of a comparison, or of a search among settings. Its journal is `compare.json` or `tune.json`, replaced
/// after each step.
struct ComparisonDirectory<Record: ComparisonJournal> {
  private static var recordName: String { Record.fileName }
  private let directory: ResumableDirectory<Record>

  var url: URL { directory.url }
  var recordFile: URL { directory.journal }

  /// Refuses a directory that holds something other than such results; creates it where there is none, and locks it.
  ///
  /// - Throws: `outputTaken`; `outputBusy` while another process compares there; `file`.
  init(at url: URL) throws(TuningError) {
    if FileManager.default.fileExists(atPath: url.path) {
      let content = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [""]
      guard FileSystem.isDirectory(url), content.isEmpty || content.contains(Self.recordName) else {
        throw .outputTaken(path: url.path)
      }
    }
    let taken = try TuningError.onFiles { () throws(FileError) in
      try FileSystem.makeDirectory(url)
      return try ResumableDirectory<Record>(url, journal: Self.recordName, name: url.path, isAside: false)
    }
    guard let taken else { throw .outputBusy(path: url.path) }
    directory = taken
  }

  /// Unlocks the directory.
  func release() { directory.release() }

  /// The record of an earlier run.
  ///
  /// - Throws: `nothingToResume`, `journalDamaged`, `newerFormat`, `file`.
  func record() throws(TuningError) -> Record {
    let path = recordFile.path
    switch try TuningError.onFiles({ () throws(FileError) in try directory.read() }) {
    case .missing: throw .nothingToResume(path: url.path)
    case .state(let record) where record.formatVersion <= Record.format: return record
    case .state(let record):
      throw .inference(.newerFormat(path: path, found: record.formatVersion, known: Record.format))
    case .damaged:
      if let data = try? FileSystem.read(recordFile),
        let found = try? JSONDecoder().decode(JournalFormat.self, from: data).format_version, found > Record.format
      {
        throw .inference(.newerFormat(path: path, found: found, known: Record.format))
      }
      throw .journalDamaged(path: path, reason: "not \(Record.title)")
    }
  }

  /// Writes the record in place of the one before it.
  ///
  /// - Throws: `file`.
  func write(_ record: Record) throws(TuningError) {
    try TuningError.onFiles { () throws(FileError) in
      try directory.write(record, keeping: Record.kept)
    }
  }

  /// Writes `report.html`.
  ///
  /// - Throws: `file`.
  func write(_ page: ReportPage) throws(TuningError) {
    let data = page.data
    try TuningError.onFiles { () throws(FileError) in
      try AtomicFile.write(data, to: url.appendingPathComponent(ReportPage.fileName))
    }
  }
}

/// The format version of a journal whose other members cannot be read.
private struct JournalFormat: Decodable { let format_version: Int }
