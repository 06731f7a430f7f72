import Foundation

/// A table of a running PostgreSQL with pgvector. Rows are inserted, or replace those with the same id.
///
/// Each window is one transaction: a binary COPY into a temporary table, an `INSERT … ON CONFLICT` from there, and the
/// state in the table `NAME_bertft`. The server itself therefore has the progress of the run.
final class PostgresSink: EmbeddingSink {
  private let target: PostgresTarget
  private let makesIndexes: Bool
  private let connection: PostgresConnection
  private var description: VectorDescription?
  private var waiting: [EmbeddingBatch] = []
  let recovered: ExportState?

  var place: String { "the table \(target.table)" }
  var isWhole: Bool { false }

  /// - Parameters:
  ///   - target: The table.
  ///   - resumes: Whether an unfinished run is resumed; otherwise all rows are written again.
  ///   - makesIndexes: Whether the indexes of a search are created at the end.
  /// - Throws: `option`, `serverUnavailable`, `database`.
  init(_ target: PostgresTarget, resumes: Bool, makesIndexes: Bool) throws(ExportError) {
    try target.check()
    self.target = target
    self.makesIndexes = makesIndexes
    let connection = try PostgresConnection(url: target.url, place: "the table \(target.table)")
    self.connection = connection
    let isKnown = try connection.run("SELECT to_regclass($1)::text", target.recordName).first != .some(nil)
    guard resumes, isKnown else {
      recovered = nil
      return
    }
    func value(_ key: String) throws(ExportError) -> String? {
      try connection.run("SELECT value FROM \(target.recordName) WHERE key = $1", key).first ?? nil
    }
    recovered = try value("state").flatMap { try? JSONDecoder().decode(ExportState.self, from: Data($0.utf8)) }
    description = try value("description").flatMap {
      try? JSONDecoder().decode(VectorDescription.self, from: Data($0.utf8))
    }
  }

  func begin(_ description: VectorDescription) throws(ExportError) {
    self.description = description
    let record = target.recordName
    if description.element != .binary, try connection.run("SELECT to_regtype('vector')::text").first == .some(nil) {
      try connection.run("CREATE EXTENSION IF NOT EXISTS vector")
    }
    if let words = description.words {
      let found = try connection.run(
        "SELECT cfgname FROM pg_ts_config WHERE cfgname = $1 AND pg_ts_config_is_visible(oid)", words.configuration)
      guard !found.isEmpty else {
        throw .option(
          name: "search-language", value: words.configuration, rule: "the server has no such text search configuration")
      }
    }
    try connection.transaction { () throws(ExportError) in
      try connection.run(PGCopyFormat.createTable(target.sqlName, description))
      try connection.run("CREATE TABLE IF NOT EXISTS \(record) (key text PRIMARY KEY, value text NOT NULL)")
      try connection.run("DELETE FROM \(record)")
      try write("description", String(decoding: description.json, as: UTF8.self))
    }
  }

  func append(_ batch: EmbeddingBatch) throws(ExportError) { waiting.append(batch) }

  func commit(_ state: ExportState) throws(ExportError) {
    guard let description else { return }
    let texts = description.words == nil ? [] : ["text"]
    let names = (["id"] + description.columns + texts + ["embedding"]).map(PGCopyFormat.identifier)
    let updates = names.dropFirst().map { "\($0) = EXCLUDED.\($0)" }.joined(separator: ", ")
    let list = names.joined(separator: ", ")
    let batches = waiting
    try connection.transaction { () throws(ExportError) in
      for batch in batches {
        let format = PGCopyFormat(writesTexts: description.words != nil)
        try connection.run("CREATE TEMPORARY TABLE bertft_rows (\(PGCopyFormat.columns(description))) ON COMMIT DROP")
        try connection.copy(
          "COPY bertft_rows FROM STDIN WITH (FORMAT binary)",
          format.header(description) + format.encode(batch) + format.trailer)
        try connection.run(
          """
          INSERT INTO \(target.sqlName) (\(list)) SELECT \(list) FROM bertft_rows
          ON CONFLICT (id) DO UPDATE SET \(updates)
          """)
        try connection.run("DROP TABLE bertft_rows")
      }
      try write("state", state.json())
    }
    waiting = []
  }

  func finish(_ description: VectorDescription, _ state: ExportState) throws(ExportError) {
    var state = state
    if description.words != nil, makesIndexes {
      for statement in PostgresSearch(description: description, table: target).indexes {
        try connection.run(statement)
      }
    }
    // The final state stays in the table: a run that is resumed after its end has nothing more to do.
    state.isFinishing = true
    try connection.transaction { () throws(ExportError) in
      try write("description", String(decoding: description.json, as: UTF8.self))
      try write("state", state.json())
    }
  }

  func discard() {}

  private func write(_ key: String, _ json: String) throws(ExportError) {
    try connection.run(
      "INSERT INTO \(target.recordName) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value", key,
      json)
  }
}
