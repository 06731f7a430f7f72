import BertData
import BertStorage
import Foundation
import GRDB

/// The tables behind a virtual table `vec0` of sqlite-vec 0.1, written without the extension.
///
/// Rows are stored in chunks of 1,024. `vectors_chunks` has a bit for each used place of a chunk and the rowids of the
/// places, `vectors_vector_chunks00` the chunk's vectors one after another, `vectors_rowids` the chunk and place of
/// each row, and `vectors_auxiliary` the columns. The virtual table itself is an entry in the schema. Source:
/// `vec0_init` and `vec0Update_Insert` of sqlite-vec.c 0.1.9; a test has sqlite-vec find the nearest rows and single
/// rows, and insert and delete some.
struct Vec0Layout {
  static let table = "vectors"
  /// The longest vector that sqlite-vec stores (`SQLITE_VEC_VEC0_MAX_DIMENSIONS`).
  static let longestVector = 8192
  /// The most columns beside the id and the vector (`VEC0_MAX_AUXILIARY_COLUMNS`).
  private static let mostColumns = 16
  private static let chunkSize = 1024

  private let description: VectorDescription
  private let bytesPerRow: Int
  private(set) var rows = 0
  // The chunk that is being filled: a bit for each used place, the rowids, and the vectors.
  private var validity = [UInt8](repeating: 0, count: chunkSize / 8)
  private var rowids = [UInt8](repeating: 0, count: chunkSize * 8)
  private var vectors: [UInt8]
  private var isChanged = false

  init(_ description: VectorDescription) {
    self.description = description
    bytesPerRow = description.element.bytes(dimensions: description.dimensions)
    vectors = [UInt8](repeating: 0, count: Self.chunkSize * bytesPerRow)
  }

  /// The layout of a database that has rows.
  ///
  /// - Parameters:
  ///   - description: The rows.
  ///   - rows: How many rows there are.
  ///   - db: The database.
  /// - Throws: `journalDamaged` where its last chunk is missing or malformed; errors of SQLite.
  init(_ description: VectorDescription, rows: Int, reading db: Database) throws {
    self.init(description)
    self.rows = rows
    guard rows % Self.chunkSize > 0 else { return }
    let chunk = rows / Self.chunkSize + 1
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT validity, rowids, vectors FROM vectors_chunks JOIN vectors_vector_chunks00
        ON vectors_vector_chunks00.rowid = chunk_id WHERE chunk_id = ?
        """, arguments: [chunk])
    guard let row, let validity = row["validity"] as Data?, let rowids = row["rowids"] as Data?,
      let vectors = row["vectors"] as Data?, validity.count == self.validity.count,
      rowids.count == self.rowids.count, vectors.count == self.vectors.count
    else { throw ExportError.journalDamaged(path: Self.table) }
    self.validity = Array(validity)
    self.rowids = Array(rowids)
    self.vectors = Array(vectors)
  }

  /// Checks the copied columns.
  ///
  /// - Throws: `option` for columns that sqlite-vec cannot have.
  static func check(_ columns: [String]) throws(ExportError) {
    if columns.count > mostColumns {
      throw .option(
        name: "carry", value: columns.joined(separator: ","), rule: "sqlite-vec takes at most \(mostColumns) columns")
    }
    // SQLite compares the names of columns without case.
    var taken: Set = ["id", "embedding", "distance", "k", table, "rowid"]
    for name in columns {
      let isPlain = name.utf8.enumerated().allSatisfy { index, byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): index > 0
        default: false
        }
      }
      guard isPlain, taken.insert(name.lowercased()).inserted else {
        throw .option(
          name: "carry", value: name,
          rule: """
            sqlite-vec takes names of letters, digits and underscores that differ in more than case from each other \
            and from id, embedding, distance, k, rowid and \(table)
            """)
      }
    }
  }

  /// Creates the tables.
  func create(_ db: Database) throws {
    let isText = description.idKind == .text
    let id = isText ? "id TEXT UNIQUE NOT NULL" : "id"
    var statements = [
      "CREATE TABLE \"vectors_info\" (key text primary key, value any)",
      """
      INSERT INTO vectors_info VALUES ('CREATE_VERSION', 'v0.1.9'), ('CREATE_VERSION_MAJOR', 0),
      ('CREATE_VERSION_MINOR', 1), ('CREATE_VERSION_PATCH', 9)
      """,
      """
      CREATE TABLE "vectors_chunks"(chunk_id INTEGER PRIMARY KEY AUTOINCREMENT,size INTEGER NOT NULL,\
      validity BLOB NOT NULL,rowids BLOB NOT NULL)
      """,
      """
      CREATE TABLE "vectors_rowids"(rowid INTEGER PRIMARY KEY AUTOINCREMENT,\(id),chunk_id INTEGER,\
      chunk_offset INTEGER)
      """,
      "CREATE TABLE \"vectors_vector_chunks00\"(rowid PRIMARY KEY,vectors BLOB NOT NULL)",
    ]
    if !description.columns.isEmpty {
      let values = description.columns.indices.map { ", value" + Self.twoDigits($0) }.joined()
      statements.append("CREATE TABLE \"vectors_auxiliary\"( rowid integer PRIMARY KEY \(values))")
    }
    for statement in statements { try db.execute(sql: statement) }
    try db.execute(sql: "PRAGMA writable_schema = ON")
    try db.execute(
      sql: "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, 0, ?)",
      arguments: [Self.table, Self.table, virtualTable])
    try db.execute(sql: "PRAGMA writable_schema = OFF")
  }

  /// The statement that creates the virtual table with the extension. int8 codes have no common zero, so that their
  /// cosine has no meaning; bits have only one distance.
  var virtualTable: String {
    let dimensions = description.dimensions
    let vector =
      switch description.element {
      case .float32: "float[\(dimensions)] distance_metric=cosine"
      case .int8: "int8[\(dimensions)] distance_metric=L2"
      case .binary: "bit[\(dimensions)]"
      }
    let id = description.idKind == .text ? "text" : "integer"
    let columns = description.columns.map { ", +\($0) text" }.joined()
    return "CREATE VIRTUAL TABLE \(Self.table) using vec0(id \(id) primary key, embedding \(vector)\(columns))"
  }

  /// Inserts rows. A chunk is written when it is full; the last one with ``writeChunk(_:)``.
  ///
  /// - Parameters:
  ///   - batch: The rows.
  ///   - db: The database.
  /// - Throws: `duplicateID` for an id that is in the table already; errors of SQLite.
  mutating func insert(_ batch: EmbeddingBatch, _ db: Database) throws {
    let insert = try db.cachedStatement(sql: "INSERT INTO vectors_rowids VALUES (?, ?, ?, ?)")
    let places = description.columns.map { _ in ", ?" }.joined()
    let carry =
      description.columns.isEmpty
      ? nil : try db.cachedStatement(sql: "INSERT INTO vectors_auxiliary VALUES (?\(places))")
    for row in 0..<batch.count {
      let chunk = rows / Self.chunkSize + 1, offset = rows % Self.chunkSize
      let rowid: Int64
      let text: String?
      switch batch.ids[row] {
      case .integer(let number): (rowid, text) = (number, nil)
      case .text(let id): (rowid, text) = (Int64(rows + 1), id)
      }
      do {
        try insert.execute(arguments: [rowid, text, chunk, offset])
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        throw ExportError.duplicateID(batch.ids[row].json.line)
      }
      if let carry {
        var values: [(any DatabaseValueConvertible)?] = [rowid]
        for value in batch.carried[row] {
          switch value {
          case .null: values.append(nil)
          case .text(let text), .json(let text): values.append(text)
          }
        }
        try carry.execute(arguments: StatementArguments(values))
      }
      place(rowid, batch.vectors[row], isBits: batch.vectors.element == .binary, at: offset)
      rows += 1
      if rows % Self.chunkSize == 0 {
        try write(chunk, db)
        validity = [UInt8](repeating: 0, count: validity.count)
        rowids = [UInt8](repeating: 0, count: rowids.count)
        vectors = [UInt8](repeating: 0, count: vectors.count)
      }
    }
  }

  /// Writes the chunk that is not full yet.
  mutating func writeChunk(_ db: Database) throws {
    if isChanged { try write(rows / Self.chunkSize + 1, db) }
  }

  private mutating func place(_ rowid: Int64, _ vector: ArraySlice<UInt8>, isBits: Bool, at offset: Int) {
    validity[offset / 8] |= 1 << (offset % 8)
    withUnsafeBytes(of: rowid.littleEndian) { rowids.replaceSubrange(offset * 8..<offset * 8 + 8, with: $0) }
    // sqlite-vec has the first value in the lowest bit.
    let bytes = isBits ? vector.map(Self.reversed) : Array(vector)
    vectors.replaceSubrange(offset * bytesPerRow..<(offset + 1) * bytesPerRow, with: bytes)
    isChanged = true
  }

  private mutating func write(_ chunk: Int, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO vectors_chunks VALUES (?, ?, ?, ?)",
      arguments: [chunk, Self.chunkSize, Data(validity), Data(rowids)])
    // The column `rowid` is not an INTEGER PRIMARY KEY, and so differs from the table's own rowid, by which sqlite-vec
    // opens the blob.
    try db.execute(
      sql: """
        INSERT INTO vectors_vector_chunks00 (_rowid_, rowid, vectors) VALUES (?1, ?1, ?2)
        ON CONFLICT (rowid) DO UPDATE SET vectors = excluded.vectors
        """, arguments: [chunk, Data(vectors)])
    isChanged = false
  }

  private static func reversed(_ byte: UInt8) -> UInt8 {
    (0..<8).reduce(0) { $0 | (byte >> UInt8($1) & 1) << UInt8(7 - $1) }
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
