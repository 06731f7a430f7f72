/// How the words of texts are found beside their vectors, in the table that holds both.
public struct WordSearch: Sendable, Equatable, Codable {
  /// The language whose endings are cut off: a text search configuration of PostgreSQL, or `english` in SQLite. With nil
  /// words count as they stand, in any language.
  public var language: String?

  /// Words as they stand, or as a language has them.
  public init(language: String? = nil) { self.language = language }

  /// The tokenizer of FTS5: words of Unicode without case and accents, English ones by Porter's stems.
  var fts5Tokenizer: String { (language == nil ? "" : "porter ") + "unicode61 remove_diacritics 2" }

  /// The text search configuration of PostgreSQL.
  var configuration: String { language ?? "simple" }
}

/// The two rankings of hybrid search and how they become one.
///
/// Reciprocal rank fusion: a row's score is the sum of 1/(k + rank) over the rankings that have it (Cormack, Clarke and
/// Büttcher, 2009).
enum RankFusion {
  /// k of the paper.
  static let constant = 60
  /// Rows of each ranking.
  static let candidates = 60
  /// Rows of the answer.
  static let rows = 10

  /// The score in SQL, of two rankings with a column `rank` each.
  static let score =
    "coalesce(1.0 / (\(constant) + by_words.rank), 0) + coalesce(1.0 / (\(constant) + by_vectors.rank), 0)"
}
