import BertData
import BertStorage
import Foundation
import GRDB

/// A database with the table `vectors` of sqlite-vec, with a word search the tables for it, and the table `bertft` with
/// the description.
///
/// The database grows in the partial directory; each window is one transaction, which includes the state. At the end
/// the file is moved to its target.
final class SQLiteSink: EmbeddingSink {
  private let run: ResumableDirectory<ExportState>
  private let target: URL
  private let file: URL
  private var queue: DatabaseQueue?
  private var layout: Vec0Layout?
  private var tables: WordTables?
  private var waiting: [EmbeddingBatch] = []
  private(set) var recovered: ExportState?

  var place: String { run.url.relativePath }
  var isWhole: Bool { true }

  /// - Parameters:
  ///   - target: The file of the database.
  ///   - resumes: Whether an unfinished run is resumed; otherwise it is deleted.
  /// - Throws: `outputBusy`, `journalDamaged`, `database`, `output`, `file`.
  init(_ target: URL, resumes: Bool) throws(ExportError) {
    self.target = target
    run = try ExportState.directory(for: target)
    file = run.url.appendingPathComponent("vectors")
    if !resumes { run.empty() }
    // Only a run that was being finished has a journal; otherwise the state is in the database.
    recovered = try ExportState.recover(from: run)
    guard recovered == nil, FileManager.default.fileExists(atPath: file.path) else { return }
    let queue = try open()
    let (state, description) = try database { () throws -> (ExportState?, VectorDescription?) in
      try queue.read { db in
        guard try db.tableExists("bertft") else { return (nil, nil) }
        return (try Self.value("state", ExportState.self, db), try Self.value("making", VectorDescription.self, db))
      }
    }
    guard let state, let description else {
      // The run ended before its first window: there is nothing to resume.
      self.queue = nil
      run.empty()
      return
    }
    guard state.isSound else { throw .journalDamaged(path: run.url.relativePath) }
    recovered = state
    run.note(keeping: state.kept)
    tables = Self.tables(description)
    layout = try database {
      try queue.read { try Vec0Layout(description, rows: state.rows, reading: $0) }
    }
  }

  func begin(_ description: VectorDescription) throws(ExportError) {
    try Vec0Layout.check(description.columns)
    run.note(keeping: nil)
    let queue = try open(), layout = Vec0Layout(description)
    try database {
      try queue.write { db in
        try db.execute(sql: "CREATE TABLE bertft (key text PRIMARY KEY, value text NOT NULL)")
        try db.execute(
          sql: "INSERT INTO bertft VALUES ('making', ?)", arguments: [String(decoding: description.json, as: UTF8.self)]
        )
        try layout.create(db)
        try Self.tables(description)?.create(db)
      }
    }
    self.layout = layout
    tables = Self.tables(description)
  }

  func append(_ batch: EmbeddingBatch) throws(ExportError) { waiting.append(batch) }

  func commit(_ state: ExportState) throws(ExportError) {
    guard let queue, var layout else { return }
    let batches = waiting, tables = tables
    try run.commit(keeping: state.kept) { () throws(ExportError) in
      layout = try database {
        try queue.write { db in
          var layout = layout
          for batch in batches {
            try tables?.insert(batch, after: layout.rows, db)
            try layout.insert(batch, db)
          }
          try layout.writeChunk(db)
          try db.execute(
            sql: "INSERT OR REPLACE INTO bertft VALUES ('state', ?)",
            arguments: [try state.json()])
          return layout
        }
      }
    }
    self.layout = layout
    waiting = []
  }

  func finish(_ description: VectorDescription, _ state: ExportState) throws(ExportError) {
    if !state.isFinishing {
      var state = state
      state.isFinishing = true
      try state.write(to: run)
    }
    if FileManager.default.fileExists(atPath: file.path) {
      let queue: DatabaseQueue
      if let open = self.queue { queue = open } else { queue = try open() }
      let tables = Self.tables(description)
      let json = String(decoding: description.json, as: UTF8.self)
      try database {
        try queue.write { db in
          guard try !Row.fetchAll(db, sql: "SELECT key FROM bertft WHERE key = 'state'").isEmpty else { return }
          try tables?.index(db)
          try db.execute(sql: "DELETE FROM bertft")
          try db.execute(sql: "INSERT INTO bertft VALUES ('description', ?)", arguments: [json])
        }
        try queue.close()
      }
      self.queue = nil
      do {
        try FileOperations.system.move(file.path, to: target.path)
      } catch {
        throw .output(error)
      }
    }
    run.remove()
  }

  func discard() {
    queue = nil
    run.remove()
  }

  private func open() throws(ExportError) -> DatabaseQueue {
    let path = file.path
    let queue = try database { try DatabaseQueue(path: path) }
    self.queue = queue
    return queue
  }

  private static func tables(_ description: VectorDescription) -> WordTables? {
    description.words.map { WordTables(search: $0, idKind: description.idKind) }
  }

  /// What is recorded in a database; nil where it is none of ours.
  static func description(of url: URL) -> VectorDescription? {
    var configuration = Configuration()
    configuration.readonly = true
    return try? DatabaseQueue(path: url.path, configuration: configuration).read { db in
      try value("description", VectorDescription.self, db)
    }
  }

  private static func value<Value: Decodable>(_ key: String, _ type: Value.Type, _ db: Database) throws -> Value? {
    try String.fetchOne(db, sql: "SELECT value FROM bertft WHERE key = ?", arguments: [key]).flatMap {
      try? JSONDecoder().decode(type, from: Data($0.utf8))
    }
  }

  private func database<Value>(_ body: () throws -> Value) throws(ExportError) -> Value {
    do {
      return try body()
    } catch let error as ExportError {
      throw error
    } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
      throw .output(FileError(.diskFull, target.relativePath))
    } catch let error as DatabaseError {
      throw .database(place: target.relativePath, reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    } catch {
      throw .database(place: target.relativePath, reason: "\(error)")
    }
  }
}
