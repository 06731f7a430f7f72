import GRDB

/// The libraries that write databases.
package enum DatabaseLibraries {
  /// Their names and versions.
  package static var versions: [(name: String, version: String)] {
    let sqlite = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    let postgres = PostgresLibrary.shared.map { Int($0.version()) }
    return [
      ("SQLite", sqlite ?? "unknown"),
      ("libpq", postgres.map { "\($0 / 10_000).\($0 % 10_000)" } ?? "not installed"),
    ]
  }
}
