/// What is counted of a text, and how counts become features; scikit-learn's `TfidfVectorizer` has the same choices.
public struct TermOptions: Sendable, Codable, Equatable {
  /// Words in a term, from and to.
  public var words = [1, 2]
  /// Scalars in a term within a word, from and to; nil counts words only.
  public var characters: [Int]?
  /// Rows in which a term must stand to count.
  public var minimumRows = 1
  /// Whether a count c counts as 1 + ln c.
  public var isSublinear = true

  /// The defaults.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case words = "word_ngrams"
    case characters = "character_ngrams"
    case minimumRows = "minimum_rows"
    case isSublinear = "sublinear"
  }

  /// The first rule that a value breaks.
  package var fault: BaselineError? {
    func isRange(_ pair: [Int]) -> Bool { pair.count == 2 && pair[0] >= 1 && pair[0] <= pair[1] && pair[1] <= 20 }
    if !isRange(words) { return .option(name: "word_ngrams", rule: "two numbers from 1 to 20, the first not above") }
    if let characters, !isRange(characters) {
      return .option(name: "character_ngrams", rule: "two numbers from 1 to 20, the first not above")
    }
    if minimumRows < 1 { return .option(name: "minimum_rows", rule: "at least 1") }
    return nil
  }

  /// The analysers, one for each vocabulary.
  var analyzers: [TermAnalyzer] {
    [TermAnalyzer(unit: .words, lengths: words[0]...words[1])]
      + (characters.map { [TermAnalyzer(unit: .characters, lengths: $0[0]...$0[1])] } ?? [])
  }
}
