import BertFT
import BertReport
import BertStorage
import Foundation

/// The directory of an audit's results.
struct AuditPlace {
  private let results: ResultDirectory

  init(_ path: String) { results = ResultDirectory(path) }

  var rows: URL { results.file("audit.jsonl") }
  var page: URL { results.file("audit.html") }

  /// - Parameter force: Whether the results of an earlier audit may be replaced.
  /// - Throws: `CommandFailure` where something else is in the way.
  func requireFree(force: Bool) throws(CommandFailure) {
    try results.requireFree(for: [rows, page], force: force)
  }

  /// Writes both files, each aside and then in one rename.
  func write(_ report: AuditReport) throws {
    try FileSystem.makeDirectory(results.directory)
    var lines = try ResultLines(path: rows.path)
    for finding in report.findings { try lines.write(report.object(of: finding).line) }
    try lines.finish()
    try AtomicFile.write(report.page.data, to: page)
  }
}
