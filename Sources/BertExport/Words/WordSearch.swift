/// How texts are searched by words in a database that holds their vectors too.
public struct WordSearch: Sendable, Equatable, Codable {
  /// The language that words are stemmed in: a text search configuration of PostgreSQL, or `english` in SQLite. nil for
  /// words as they are, in any language.
  public var language: String?

  /// A search by words as they are, or by the stems of a language.
  public init(language: String? = nil) { self.language = language }

  /// The tokenizer of FTS5: Unicode words without case and accents, for English stemmed by Porter's algorithm.
  var fts5Tokenizer: String { (language == nil ? "" : "porter ") + "unicode61 remove_diacritics 2" }

  /// The text search configuration of PostgreSQL.
  var configuration: String { language ?? "simple" }
}

/// How the two rankings of hybrid search become one.
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
