import GRDB
import SystemPostgreSQL

/// The libraries of the system that write databases.
package enum DatabaseLibraries {
  /// Their names, and the versions that run.
  package static var versions: [(name: String, version: String)] {
    let sqlite = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    let postgres = Int(PQlibVersion())
    return [("SQLite", sqlite ?? "unknown"), ("libpq", "\(postgres / 10_000).\(postgres % 10_000)")]
  }
}
