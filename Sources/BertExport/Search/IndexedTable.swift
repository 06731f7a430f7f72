import BertStorage

/// A table of PostgreSQL with a column of vectors and pgvector's index on it, as the catalogue describes it.
struct IndexedTable {
  /// A row that is searched for.
  struct Probe {
    let id: String
    /// Its vector as pgvector writes it.
    let vector: String
  }

  /// The index's name.
  let index: String
  /// The operator of its distance.
  let distance: String
  private let connection: PostgresConnection
  private let place: String
  private let table: String
  private let key: String
  private let keyType: String
  private let column: String
  private let type: String

  /// Finds the column, the key and the index.
  ///
  /// - Throws: `option` for a table that does not exist, `serverUnavailable` without pgvector, `vectors` for a table
  ///   without a column of vectors, a primary key of one column or an index of the kind hnsw; `database`.
  init(_ target: PostgresTarget, _ connection: PostgresConnection) throws(ExportError) {
    self.connection = connection
    place = "the table \(target.table)"
    table = target.sqlName
    guard try connection.run("SELECT to_regclass($1)::text", table).first != .some(nil) else {
      throw .option(name: "table", value: target.table, rule: "the database has no such table")
    }
    guard try connection.run("SELECT to_regtype('vector')::text").first != .some(nil) else {
      throw .serverUnavailable(
        place: place, reason: "the database has no pgvector; CREATE EXTENSION vector adds it where it is installed")
    }
    let columns = try connection.rows(
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnum FROM pg_attribute AS a
      JOIN pg_type AS t ON t.oid = a.atttypid
      WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND t.typname IN ('vector', 'halfvec', 'bit')
      ORDER BY a.attnum
      """, table
    ).compactMap { row in row[0].flatMap { name in row[1].flatMap { type in row[2].map { (name, type, $0) } } } }
    guard let (name, type, number) = columns.first(where: { $0.0 == "embedding" }) ?? columns.first else {
      throw .vectors(path: place, reason: "it has no column of vectors of pgvector")
    }
    guard columns.count == 1 || name == "embedding" else {
      throw .vectors(
        path: place,
        reason:
          "it has several columns of vectors (\(columns.map(\.0).joined(separator: ", "))), and none is named embedding"
      )
    }
    column = PGCopyFormat.identifier(name)
    self.type = type
    let keys = try connection.rows(
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_index AS i
      JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indrelid = $1::regclass AND i.indisprimary AND i.indnatts = 1
      """, table)
    guard let key = keys.first?[0], let keyType = keys.first?[1] else {
      throw .vectors(path: place, reason: "it has no primary key of one column, which identifies its rows")
    }
    self.keyType = keyType
    self.key = PGCopyFormat.identifier(key)
    let indexes = try connection.rows(
      """
      SELECT c.relname, am.amname, o.opcname FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
      JOIN pg_am AS am ON am.oid = c.relam JOIN pg_opclass AS o ON o.oid = i.indclass[0]
      WHERE i.indrelid = $1::regclass AND am.amname IN ('hnsw', 'ivfflat') AND i.indkey[0] = $2::int AND i.indisvalid
      AND i.indpred IS NULL ORDER BY am.amname, c.relname
      """, table, number)
    guard let found = indexes.first(where: { $0[1] == "hnsw" }), let index = found[0], let operators = found[2],
      let distance = Self.distances.first(where: { operators.hasSuffix($0.suffix) })?.distance
    else {
      let other =
        indexes.isEmpty ? "no index" : "an index of the kind ivfflat, which has no ef, and none of the kind hnsw"
      let operators =
        type.hasPrefix("bit") ? "bit_hamming_ops" : type.hasPrefix("half") ? "halfvec_cosine_ops" : "vector_cosine_ops"
      throw .vectors(
        path: place,
        reason: """
          its column \(name) has \(other); make one with
          CREATE INDEX ON \(table) USING hnsw (\(column) \(operators))
          """)
    }
    self.index = index
    self.distance = distance
  }

  /// The distance operator of each of pgvector's operator classes, by the end of the class's name.
  private static let distances: [(suffix: String, distance: String)] = [
    ("_l2_ops", "<->"), ("_ip_ops", "<#>"), ("_cosine_ops", "<=>"), ("_l1_ops", "<+>"), ("_hamming_ops", "<~>"),
    ("_jaccard_ops", "<%>"),
  ]

  /// The number of rows with a vector.
  func rows() throws(ExportError) -> Int {
    let counted = try connection.run("SELECT count(*) FROM \(table) WHERE \(column) IS NOT NULL").first ?? nil
    return counted.flatMap { Int($0) } ?? 0
  }

  /// A sample of rows by the hash of their keys: the same rows, whatever their order in the table.
  func sample(_ count: Int, seed: UInt64) throws(ExportError) -> [Probe] {
    try connection.rows(
      """
      SELECT \(key)::text, \(column)::text FROM \(table) WHERE \(column) IS NOT NULL
      ORDER BY hashtextextended(\(key)::text, $1::bigint), \(key) LIMIT $2::bigint
      """, "\(Int64(bitPattern: seed))", "\(count)"
    ).compactMap { row in row[0].flatMap { id in row[1].map { Probe(id: id, vector: $0) } } }
  }

  /// The rows nearest to a row, without the row itself, and the milliseconds of the query.
  func nearest(
    to probe: Probe, count: Int
  ) throws(ExportError) -> (found: [(id: String, distance: Double)], milliseconds: Double) {
    let start = ContinuousClock.now
    let rows = try connection.rows(query(count), probe.vector)
    let time = (ContinuousClock.now - start).inSeconds * 1000
    let others = rows.compactMap { row -> (id: String, distance: Double)? in
      guard let id = row[0], id != probe.id else { return nil }
      return (id, row[1].flatMap { Double($0) } ?? .nan)
    }
    return (Array(others.prefix(count)), time)
  }

  /// The largest distance of some rows to a row.
  ///
  /// - Throws: `vectors` where one of them is not in the table.
  func farthest(_ ids: [String], from probe: Probe) throws(ExportError) -> Double {
    let quoted = ids.map { id in
      "\"" + id.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    let found = try connection.rows(
      """
      SELECT count(*), max((\(column) \(distance) $1::\(type))::float8)::text FROM \(table)
      WHERE \(key) = ANY ($2::\(keyType)[])
      """, probe.vector, "{" + quoted.joined(separator: ",") + "}")
    guard let row = found.first, row[0].flatMap({ Int($0) }) == ids.count else {
      throw unfit("it lacks rows of the file; write both again from the same data")
    }
    return row[1].flatMap { Double($0) } ?? .nan
  }

  /// The error of a table that cannot be checked, with the reason.
  func unfit(_ reason: String) -> ExportError { .vectors(path: place, reason: reason) }

  /// Checks that the server answers with the index.
  ///
  /// - Throws: `vectors` where it does not; `database`.
  func requireIndex(for probe: Probe, count: Int) throws(ExportError) {
    let plan = try connection.run("EXPLAIN \(query(count))", probe.vector).compactMap { $0 }
    let names = [index, PGCopyFormat.identifier(index)]
    guard plan.contains(where: { line in names.contains { line.contains("Index Scan using \($0) ") } }) else {
      throw .vectors(path: place, reason: "the server does not use the index \(index) for nearest rows")
    }
  }

  /// A query for one row more than wanted, because the row itself is found too.
  private func query(_ count: Int) -> String {
    let order = "\(column) \(distance) $1::\(type)"
    return "SELECT \(key)::text, (\(order))::float8::text FROM \(table) ORDER BY \(order) LIMIT \(count + 1)"
  }
}
