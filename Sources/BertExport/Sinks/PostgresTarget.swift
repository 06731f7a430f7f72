/// A table of a running PostgreSQL.
public struct PostgresTarget: Sendable, Equatable {
  /// A connection string of libpq: `postgresql://user@host:port/database?…`, or `key=value` words. It may contain a
  /// password; otherwise libpq looks for one itself (`PGPASSWORD`, `~/.pgpass`).
  public let url: String
  /// The table's name, after its schema and a dot if the schema is not in the search path.
  public let table: String

  /// A table by its address and name.
  public init(url: String, table: String) {
    self.url = url
    self.table = table
  }

  /// The name as SQL writes it.
  var sqlName: String { parts.map(PGCopyFormat.identifier).joined(separator: ".") }

  /// The name of the table beside it that holds the description and the state, as SQL writes it.
  var recordName: String {
    (parts.dropLast() + [(parts.last ?? "") + "_bertft"]).map(PGCopyFormat.identifier).joined(separator: ".")
  }

  /// The name of an index on a column, as SQL writes it. PostgreSQL truncates names to 63 bytes, so that long names of
  /// two columns or two tables could become equal: they are shortened and get a hash.
  func indexName(_ column: String) -> String {
    var base = parts.last ?? ""
    if base.utf8.count > 48 {
      var hash = TextHash.start
      TextHash.add(base, to: &hash)
      while base.utf8.count > 32 { base.removeLast() }
      base += "_" + String(hash, radix: 16)
    }
    return PGCopyFormat.identifier("\(base)_\(column)")
  }

  /// The table that the files of the format `pgvector` are loaded into.
  static let ofFiles = PostgresTarget(url: "", table: "vectors")

  private var parts: [String] { table.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }

  /// Checks the table's name.
  ///
  /// - Throws: `option` for a name that is not valid.
  func check() throws(ExportError) {
    guard (1...2).contains(parts.count), !parts.contains("") else {
      throw .option(name: "table", value: table, rule: "a table is named as TABLE or SCHEMA.TABLE")
    }
  }
}
