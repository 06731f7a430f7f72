import BertFT
import BertReport
import BertStorage
import Foundation

/// The directory of an audit's results.
struct AuditPlace {
  let directory: URL

  init(_ path: String) { directory = URL(fileURLWithPath: path, isDirectory: true) }

  var rows: URL { directory.appendingPathComponent("audit.jsonl") }
  var page: URL { directory.appendingPathComponent("audit.html") }

  /// - Parameter force: Whether the results of an earlier audit may be replaced.
  /// - Throws: `CommandFailure` where something else is in the way.
  func requireFree(force: Bool) throws(CommandFailure) {
    let files = FileManager.default
    if files.fileExists(atPath: directory.path), !FileSystem.isDirectory(directory) {
      throw CommandFailure(
        .usage, "\(directory.relativePath): this is a file, and the results need a directory",
        remedy: "Choose another place with --out.")
    }
    for file in [rows, page] where files.fileExists(atPath: file.path) {
      if FileSystem.isDirectory(file) || !force {
        throw CommandFailure(
          .usage, "\(file.relativePath) is there already",
          remedy:
            "Choose another place with --out\(FileSystem.isDirectory(file) ? "" : ", or replace it with --force").")
      }
    }
  }

  /// Writes both files, each aside and then in one rename.
  func write(_ report: AuditReport) throws {
    try FileSystem.makeDirectory(directory)
    var lines = try ResultLines(path: rows.path)
    for finding in report.findings { try lines.write(report.object(of: finding).line) }
    try lines.finish()
    try AtomicFile.write(report.page.data, to: page)
  }
}
