/// Which terms are counted, and how counts become features; as in scikit-learn's `TfidfVectorizer`.
public struct TermOptions: Sendable, Codable, Equatable {
  /// The shortest and longest term in words.
  public var words = [1, 2]
  /// The shortest and longest term in Unicode scalars within a word; nil to count words only.
  public var characters: [Int]?
  /// In how many rows a term must occur to count.
  public var minimumRows = 1
  /// Whether a count c becomes 1 + ln c.
  public var isSublinear = true

  /// The defaults.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case words = "word_ngrams"
    case characters = "character_ngrams"
    case minimumRows = "minimum_rows"
    case isSublinear = "sublinear"
  }

  /// The first invalid value, as an error.
  package var fault: BaselineError? {
    func isRange(_ pair: [Int]) -> Bool { pair.count == 2 && pair[0] >= 1 && pair[0] <= pair[1] && pair[1] <= 20 }
    let range = "two numbers from 1 to 20, the first not above the second"
    if !isRange(words) { return .option(name: "word_ngrams", rule: range) }
    if let characters, !isRange(characters) { return .option(name: "character_ngrams", rule: range) }
    if minimumRows < 1 { return .option(name: "minimum_rows", rule: "at least 1") }
    return nil
  }

  /// The analyzers, one for each vocabulary.
  var analyzers: [TermAnalyzer] {
    [TermAnalyzer(unit: .words, lengths: words[0]...words[1])]
      + (characters.map { [TermAnalyzer(unit: .characters, lengths: $0[0]...$0[1])] } ?? [])
  }
}
