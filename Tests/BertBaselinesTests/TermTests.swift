import BertBaselines
import BertData
import Testing
import _TestSupport

/// Figures from scikit-learn: `Scripts/golden/baselines.py`.
struct TermTests {
  struct Figures: Decodable {
    struct Entry: Decodable {
      let column: Int
      let value: Double

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        column = try list.decode(Int.self)
        value = try list.decode(Double.self)
      }
    }
    struct Model: Decodable {
      let c: Double
      let coefficients: [Double]
      let probabilities: [Double]
    }
    struct Vectorizer: Decodable {
      let analyzer: String
      let ngram_range: [Int]
      let min_df: Int
      let sublinear_tf: Bool
      let terms: [String]
      let values: [[Entry]]
      let probe_values: [[Entry]]
      let models: [Model]
    }
    struct Ratios: Decodable {
      let classes: Int
      let labels: [Int]
      let probabilities: [Double]
    }
    let texts: [String]
    let labels: [Int]
    let probes: [String]
    let vectorizers: [Vectorizer]
    let ratios: [Ratios]

    func rows(labels: [Int]) -> [Example] {
      zip(texts, labels).enumerated().map { Example(text: $1.0, label: $1.1, line: $0 + 1) }
    }
    var probeRows: [Example] { probes.enumerated().map { Example(text: $0.element, line: $0.offset + 1) } }
  }

  static func figures() throws -> Figures {
    try Golden.load(Figures.self, "baselines.json", target: "BertBaselinesTests")
  }

  private func isEqual(_ matrix: SparseMatrix, _ expected: [[Figures.Entry]]) -> Bool {
    matrix.rows == expected.count
      && expected.indices.allSatisfy { row in
        let entries = matrix.entries(of: row)
        return entries.count == expected[row].count
          && zip(entries, expected[row]).allSatisfy { entry, figure in
            Int(matrix.places[entry]) == figure.column && abs(Double(matrix.values[entry]) - figure.value) < 1e-6
          }
      }
  }

  /// The characters' vectorizer is the second of a union whose first finds nothing: terms of twenty words.
  private func vectorizer(_ figure: Figures.Vectorizer, _ rows: [Example]) -> TermVectorizer {
    var options = TermOptions()
    options.isSublinear = figure.sublinear_tf
    options.minimumRows = figure.min_df
    if figure.analyzer == "word" {
      options.words = figure.ngram_range
    } else {
      options.words = [20, 20]
      options.characters = figure.ngram_range
    }
    return TermVectorizer(options, learning: rows)
  }

  @Test func termsAndValuesAreScikitLearns() throws {
    let figures = try Self.figures()
    let rows = figures.rows(labels: figures.labels)
    for figure in figures.vectorizers {
      let vectorizer = vectorizer(figure, rows)
      let terms = vectorizer.counters.flatMap { counter in
        (0..<counter.terms.count).map { String(decoding: counter.terms[$0], as: UTF8.self) }
      }
      #expect(terms == figure.terms, "\(figure.analyzer) \(figure.ngram_range)")
      #expect(isEqual(vectorizer.features(rows), figure.values))
      #expect(isEqual(vectorizer.features(figures.probeRows), figure.probe_values))
    }
  }

  /// The values are single precision, scikit-learn's double: coefficients then agree to some 1e-6 of the largest.
  @Test func logisticRegressionOnSparseRowsIsScikitLearns() throws {
    let figures = try Self.figures()
    let rows = figures.rows(labels: figures.labels)
    for figure in figures.vectorizers {
      let vectorizer = vectorizer(figure, rows)
      for expected in figure.models {
        var solver = LBFGS()
        solver.options.gradientTolerance = 1e-10
        let fit = LogisticRegression(strength: expected.c, solver: solver).fit(
          vectorizer.features(rows), labels: figures.labels, classes: 3)
        #expect(fit.model.weights.count == expected.coefficients.count)
        for (ours, theirs) in zip(fit.model.weights, expected.coefficients) { #expect(abs(ours - theirs) < 1e-5) }
        let classifier = TermClassifier(labels: ["a", "b", "c"], vectorizer: vectorizer, model: fit.model)
        let scores = try classifier.predictions(figures.probeRows).flatMap(\.scores)
        for (ours, theirs) in zip(scores, expected.probabilities) { #expect(abs(ours - theirs) < 1e-5) }
      }
    }
  }

  @Test func ratiosAreThoseOfTheReference() throws {
    let figures = try Self.figures()
    for figure in figures.ratios {
      let classifier = try RatioClassifier(
        labels: (0..<figure.classes).map { "\($0)" }, terms: TermOptions(),
        learning: figures.rows(labels: figure.labels), strength: 1)
      let scores = try classifier.predictions(figures.probeRows).flatMap(\.scores)
      #expect(scores.count == figure.probabilities.count)
      for (ours, theirs) in zip(scores, figure.probabilities) { #expect(abs(ours - theirs) < 2e-5) }
    }
  }

  @Test func aTableFindsWhatItHolds() {
    var table = TermTable()
    let words = (0..<5000).map { Array("word \($0)".utf8) }
    for (number, word) in words.enumerated() { #expect(table.insert(word[...]) == number) }
    for (number, word) in words.enumerated() { #expect(table.number(of: word[...]) == number) }
    #expect(table.insert(words[17][...]) == 17 && table.count == 5000)
    #expect(table.number(of: Array("word".utf8)[...]) == nil)
    // Spellings that Swift's strings hold to be equal are two terms.
    #expect(table.insert(Array("\u{E9}".utf8)[...]) != table.insert(Array("e\u{301}".utf8)[...]))
  }

  @Test(arguments: ["a\nb", "a\n\nb\n", "a\nb\na\n", "a\na\n", "\n"])
  func aSpoiltListOfTermsIsRefused(lines: String) { #expect(TermTable(lines: Array(lines.utf8)) == nil) }
}
