import BertStorage
import Foundation

/// The progress of an export, which a sink stores together with the rows, so that neither is lost without the other.
struct ExportState: Codable, Equatable {
  /// What the rows were made with (``EmbeddingExport/making(_:_:)``); no rows made in another way may follow them.
  var making: String
  /// Rows written.
  var rows = 0
  /// Usable rows of the input that have been read, those before the shard included.
  var read = 0
  /// A hash over the texts of those rows.
  var texts: UInt64 = TextHash.start
  var tokens = 0
  var truncated = 0
  var encoded = 0
  var ranges: VectorRanges?
  /// The data as messages named it when the run began; nil where the output does not tell it.
  var source: String?
  /// Bytes of the sink's files that belong to these rows.
  var sizes: [String: Int] = [:]
  /// The output is whole and is being moved into its place.
  var isFinishing = false
  /// The files that are then moved beside the vectors.
  var companions: [String]?

  /// Whether the numbers are possible for a run.
  var isSound: Bool {
    let counts = [rows, read, tokens, truncated, encoded] + sizes.values
    return counts.allSatisfy { (0...1 << 53).contains($0) } && rows <= read
      && (ranges.map { $0.isValid(dimensions: $0.minimum.count) } ?? true)
  }

  /// What a later run can resume, for messages; nil where there is no row.
  var kept: String? { rows == 0 ? nil : Counted(rows, "row is", "rows are").description }

  /// One line of JSON.
  func json() throws(ExportError) -> String {
    let data = try ExportError.onFiles { () throws(FileError) in try JSONFile.data(self, file: "the export's state") }
    return String(decoding: data, as: UTF8.self)
  }
}

/// The directory `OUT.partial` of an export that is under way.
extension ExportState {
  /// Opens and locks the directory beside a target.
  ///
  /// - Throws: `outputBusy` while another run writes there; `output`.
  static func directory(for target: URL) throws(ExportError) -> ResumableDirectory<ExportState> {
    let url = URL(fileURLWithPath: target.path + ".partial", isDirectory: true)
    let directory: ResumableDirectory<ExportState>?
    do {
      directory = try ResumableDirectory(url, name: target.relativePath)
    } catch {
      throw .output(error)
    }
    guard let directory else { throw .outputBusy(path: target.relativePath) }
    return directory
  }

  /// The state of the export in a directory; nil where there is none.
  ///
  /// - Throws: `journalDamaged`; `file`.
  static func recover(from directory: ResumableDirectory<ExportState>) throws(ExportError) -> ExportState? {
    switch try ExportError.onFiles({ () throws(FileError) in try directory.read() }) {
    case .missing: return nil
    case .damaged: throw .journalDamaged(path: directory.url.relativePath)
    case .state(let state):
      guard state.isSound else { throw .journalDamaged(path: directory.url.relativePath) }
      directory.note(keeping: state.kept)
      return state
    }
  }

  /// Writes the state, which replaces the former one.
  func write(to directory: ResumableDirectory<ExportState>) throws(ExportError) {
    do {
      try directory.write(self, keeping: kept)
    } catch {
      throw .output(error)
    }
  }
}

/// A hash of a sequence of texts, by which a resumed run finds that its input has changed.
enum TextHash {
  static let start = FNV1a().value

  static func add(_ text: String, to hash: inout UInt64) {
    var sum = FNV1a(continuing: hash)
    for byte in text.utf8 { sum.add(byte) }
    // A byte that does not occur in UTF-8 ends the text.
    sum.add(0xFF as UInt8)
    hash = sum.value
  }
}
