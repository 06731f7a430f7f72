/// The SQL of a table of PostgreSQL with pgvector: the statements that create it, and the queries.
struct PostgresSearch {
  let description: VectorDescription
  let table: PostgresTarget

  /// The longest vector that pgvector indexes (`HNSW_MAX_DIM`).
  static let longestIndexed = 2000

  /// - Throws: `option` for vectors that are too long for an index.
  static func check(dimensions: Int, element: VectorElement) throws(ExportError) {
    guard element == .float32, dimensions > longestIndexed else { return }
    throw .option(
      name: "dimensions", value: "\(dimensions)", rule: "pgvector indexes \(longestIndexed) dimensions at most")
  }

  /// The table, the indexes and the queries, as prepared statements: `EXECUTE hybrid('some words', '[0.1,…]')`. The
  /// vector is a parameter, because PostgreSQL does not use the index for a vector from a join. `ef_search` is at least
  /// the number of candidates, because the index finds no more rows than `ef_search`.
  var script: String {
    var sections = ["-- The table."]
    if description.element != .binary { sections.append("CREATE EXTENSION IF NOT EXISTS vector;") }
    sections += [
      PGCopyFormat.createTable(table.sqlName, description) + ";", "-- After loading.",
    ]
    sections += indexes.map { $0 + ";" }
    sections += ["-- The nearest vectors.", "PREPARE nearest(\(type)) AS", nearest + ";"]
    if let words = description.words {
      sections += [
        "-- Words and vectors.", "SET hnsw.ef_search = \(Self.candidatesOfTheIndex);",
        "PREPARE hybrid(text, \(type)) AS", hybrid(words) + ";",
      ]
    }
    return sections.joined(separator: "\n")
  }

  /// The statements that create the indexes. They run after the rows are loaded, which takes a fraction of the time of
  /// loading rows into existing indexes.
  var indexes: [String] {
    func index(_ column: String, _ form: String) -> String {
      "CREATE INDEX IF NOT EXISTS \(table.indexName(column)) ON \(table.sqlName) USING \(form)"
    }
    let operators = description.element == .binary ? "bit_hamming_ops" : "vector_cosine_ops"
    return (description.words == nil ? [] : [index("words", "gin (words)")])
      + [index("embedding", "hnsw (embedding \(operators))"), "ANALYZE \(table.sqlName)"]
  }

  /// `ef_search` of the hybrid query.
  private static let candidatesOfTheIndex = 100

  private var type: String { description.element == .binary ? "bit" : "vector" }
  private var distance: String { description.element == .binary ? "<~>" : "<=>" }

  private var nearest: String {
    let order = "embedding \(distance) $1"
    return "SELECT id, \(order) AS distance FROM \(table.sqlName) ORDER BY \(order) LIMIT \(RankFusion.rows)"
  }

  /// The query for both. A text with one of the words is found. Each word is a quoted lexeme, so that `tsquery` takes
  /// none for an operator. `ts_rank` counts the words that a text has and divides by the logarithm of its length;
  /// PostgreSQL has no BM25.
  private func hybrid(_ words: WordSearch) -> String {
    let configuration = PGCopyFormat.literal(words.configuration)
    return """
      WITH query AS MATERIALIZED (
        SELECT string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery AS words
        FROM unnest(to_tsvector(\(configuration), $1))),
      by_words AS (
        SELECT id, row_number() OVER (ORDER BY score DESC, id) AS rank FROM (
          SELECT texts.id, ts_rank(texts.words, query.words, 1) AS score FROM \(table.sqlName) AS texts, query
          WHERE texts.words @@ query.words ORDER BY score DESC, texts.id LIMIT \(RankFusion.candidates)) AS best),
      by_vectors AS (
        SELECT id, row_number() OVER (ORDER BY distance, id) AS rank FROM (
          SELECT id, embedding \(distance) $2 AS distance FROM \(table.sqlName)
          ORDER BY embedding \(distance) $2 LIMIT \(RankFusion.candidates)) AS nearest)
      SELECT texts.id, texts.text, by_words.rank AS word_rank, by_vectors.rank AS vector_rank,
        \(RankFusion.score) AS score
      FROM by_words FULL JOIN by_vectors USING (id) JOIN \(table.sqlName) AS texts USING (id)
      ORDER BY score DESC, texts.id LIMIT \(RankFusion.rows)
      """
  }
}
