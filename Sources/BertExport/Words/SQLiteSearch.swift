/// The SQL of a database of sqlite-vec: the statements that create it, and the queries.
struct SQLiteSearch {
  let description: VectorDescription

  /// The tables, the indexes and the queries. Their parameters are `:text`, the query as a person types it, and
  /// `:vector`, its vector in the bytes that are stored.
  var script: String {
    var sections = ["-- The tables.", statement(Vec0Layout(description).virtualTable)]
    if let tables {
      sections += tables.schema.map(statement)
      sections += ["-- After loading."] + WordTables.indexes.map(statement)
    }
    sections += ["-- The nearest vectors.", statement(nearest)]
    if tables != nil { sections += ["-- Words and vectors.", statement(Self.hybrid)] }
    return sections.joined(separator: "\n")
  }

  private var tables: WordTables? { description.words.map { WordTables(search: $0, idKind: description.idKind) } }

  private func statement(_ sql: String) -> String { sql + ";" }

  /// The query for vectors alone.
  var nearest: String {
    let vector =
      switch description.element {
      case .float32: ":vector"
      case .int8: "vec_int8(:vector)"
      case .binary: "vec_bit(:vector)"
      }
    return "SELECT id, distance FROM \(Vec0Layout.table) WHERE embedding MATCH \(vector) AND k = \(RankFusion.rows)"
  }

  /// The query for both. A text with one of the words is found. Each word is quoted, so that FTS5 takes none for an
  /// operator. sqlite-vec allows no other order in a query of its table, which is therefore a query of its own.
  static let hybrid = """
    WITH by_words AS (
      SELECT id, row_number() OVER (ORDER BY score, id) AS rank FROM (
        SELECT rowid AS number, bm25(words) AS score FROM words
        WHERE words MATCH \(quotedWords)
        ORDER BY score, number LIMIT \(RankFusion.candidates)) JOIN texts USING (number)),
    nearest AS MATERIALIZED (
      SELECT id, distance FROM \(Vec0Layout.table) WHERE embedding MATCH :vector AND k = \(RankFusion.candidates)),
    by_vectors AS (SELECT id, row_number() OVER (ORDER BY distance, id) AS rank FROM nearest)
    SELECT texts.id, texts.text, by_words.rank AS word_rank, by_vectors.rank AS vector_rank,
      \(RankFusion.score) AS score
    FROM (SELECT id FROM by_words UNION SELECT id FROM by_vectors) AS found
    JOIN texts USING (id) LEFT JOIN by_words USING (id) LEFT JOIN by_vectors USING (id)
    ORDER BY score DESC, texts.id LIMIT \(RankFusion.rows)
    """

  /// Each white-space character becomes a space, quotes are doubled, and each space becomes a closing quote, `OR` and
  /// an opening quote. The text ends at a NUL, which would otherwise end the query within quotes.
  private static var quotedWords: String {
    let blank = (9...13).reduce("printf('%s', :text)") { "replace(\($0), char(\($1)), ' ')" }
    return "'\"' || replace(replace(\(blank), '\"', '\"\"'), ' ', '\" OR \"') || '\"'"
  }
}
