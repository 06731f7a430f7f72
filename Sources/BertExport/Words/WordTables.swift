import BertStorage
import GRDB

/// The tables for a search by words beside a table of sqlite-vec: `texts` with the ids and texts, and `words`, an index
/// of FTS5 over it, which stores no texts itself.
///
/// The index is built when all texts are inserted; triggers update it from then on. Source: SQLite's page on FTS5,
/// "External Content Tables".
struct WordTables {
  let search: WordSearch
  let idKind: RowID.Kind

  /// The statements that create the tables.
  var schema: [String] {
    [
      """
      CREATE TABLE texts (number INTEGER PRIMARY KEY, id \(idKind == .text ? "TEXT" : "INTEGER") UNIQUE NOT NULL, \
      text TEXT NOT NULL)
      """,
      """
      CREATE VIRTUAL TABLE words USING fts5(text, content='texts', content_rowid='number', \
      tokenize='\(search.fts5Tokenizer)')
      """,
    ]
  }

  /// The statements that build the index of the texts in the table, and create the triggers that update it.
  static let indexes = [
    "INSERT INTO words(words) VALUES ('rebuild')",
    "INSERT INTO words(words) VALUES ('optimize')",
    """
    CREATE TRIGGER texts_inserted AFTER INSERT ON texts BEGIN
      INSERT INTO words(rowid, text) VALUES (new.number, new.text);
    END
    """,
    """
    CREATE TRIGGER texts_deleted AFTER DELETE ON texts BEGIN
      INSERT INTO words(words, rowid, text) VALUES ('delete', old.number, old.text);
    END
    """,
    """
    CREATE TRIGGER texts_updated AFTER UPDATE ON texts BEGIN
      INSERT INTO words(words, rowid, text) VALUES ('delete', old.number, old.text);
      INSERT INTO words(rowid, text) VALUES (new.number, new.text);
    END
    """,
  ]

  /// Creates the tables.
  func create(_ db: Database) throws { for statement in schema { try db.execute(sql: statement) } }

  /// Inserts texts. They are found once ``index(_:)`` has run.
  ///
  /// - Parameters:
  ///   - batch: Rows with their texts.
  ///   - rows: Rows that are in the table already.
  ///   - db: The database.
  func insert(_ batch: EmbeddingBatch, after rows: Int, _ db: Database) throws {
    let insert = try db.cachedStatement(sql: "INSERT INTO texts VALUES (?, ?, ?)")
    for row in 0..<batch.count {
      switch batch.ids[row] {
      case .integer(let number): try insert.execute(arguments: [number, number, batch.texts[row]])
      case .text(let id): try insert.execute(arguments: [rows + row + 1, id, batch.texts[row]])
      }
    }
  }

  /// Builds the index.
  func index(_ db: Database) throws { for statement in Self.indexes { try db.execute(sql: statement) } }
}
