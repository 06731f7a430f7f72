import BertBaselines
import BertData
import Testing
import _TestSupport

/// Figures from python-crfsuite: `Scripts/golden/crf.py`.
struct ConditionalRandomFieldTests {
  struct Figures: Decodable {
    struct Sentence: Decodable {
      let words: [String]
      let tags: [String]
    }
    struct Answer: Decodable {
      let tags: [String]
      let marginals: [[Double]]
    }
    struct Weight: Decodable {
      let names: [String]
      let value: Double

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        names = [try list.decode(String.self), try list.decode(String.self)]
        value = try list.decode(Double.self)
      }
    }
    struct Case: Decodable {
      let penalty: Double
      let loss: Double
      let weights: Int
      let state: [Weight]
      let steps: [Weight]
      let answers: [Answer]
    }
    let classes: [String]
    let training: [Sentence]
    let test: [Sentence]
    let features: [[String]]
    let cases: [Case]

    func place(_ tag: String) throws -> Int { try #require(classes.firstIndex(of: tag)) }
  }

  static func figures() throws -> Figures {
    try Golden.load(Figures.self, "crf.json", target: "BertBaselinesTests")
  }

  @Test func featuresAreAsTheyAreDefined() throws {
    let figures = try Self.figures()
    #expect(WordFeatures.features(of: figures.test[0].words + ["É", "ÀB9"]) == figures.features)
    #expect(WordFeatures.features(of: []).isEmpty)
  }

  /// The minimum is one. CRFsuite writes weights with six digits behind the point, stops at a gradient of 1e-9 of the
  /// weights' length, and we at 1e-8 in all: what is left is its rounding, and near a flat minimum, with the weaker
  /// penalty, some 1e-5.
  @Test func agreesWithCRFsuite() throws {
    let figures = try Self.figures()
    var solver = LBFGS()
    solver.options.gradientTolerance = 1e-7
    solver.options.iterations = 5000
    for figure in figures.cases {
      let field = try ConditionalRandomField(
        figures.training.map { WordFeatures.features(of: $0.words) },
        targets: try figures.training.map { try $0.tags.map(figures.place) }, classes: figures.classes.count,
        penalty: figure.penalty, solver: solver)
      #expect(abs(field.objective - figure.loss) < 1e-5 * figure.loss, "\(field.objective) \(figure.loss)")
      #expect(field.features.count == figure.weights)
      for weight in figure.state {
        let pair = try #require(field.features.pair(weight.names[0], try figures.place(weight.names[1])))
        #expect(abs(field.weights.state[pair] - weight.value) < 2e-5, "\(weight)")
      }
      for weight in figure.steps {
        let step = try figures.place(weight.names[0]) * figures.classes.count + figures.place(weight.names[1])
        #expect(abs(field.weights.steps[step] - weight.value) < 2e-5, "\(weight)")
      }
      for (sentence, answer) in zip(figures.test, figure.answers) {
        let features = WordFeatures.features(of: sentence.words)
        #expect(field.classes(of: features) == (try answer.tags.map(figures.place)))
        for (ours, theirs) in zip(field.probabilities(of: features), answer.marginals.joined()) {
          #expect(abs(ours - theirs) < 2e-5)
        }
      }
    }
  }

  /// What is stored in single precision and made again gives the probabilities of CRFsuite too.
  @Test func theStoredFieldAgreesToo() throws {
    let figures = try Self.figures(), figure = figures.cases[0]
    var solver = LBFGS()
    solver.options.gradientTolerance = 1e-7
    solver.options.iterations = 5000
    let classes = figures.classes.map { TokenTag(className: $0) }
    let field = try ConditionalRandomField(
      figures.training.map { WordFeatures.features(of: $0.words) },
      targets: try figures.training.map { try $0.tags.map(figures.place) }, classes: classes.count,
      penalty: figure.penalty, solver: solver)
    let content = WordTagger(classes: classes, rule: .field(field)).content
    let stored = try WordTagger(classes: classes, content: content)
    // To store it once more loses nothing.
    let again = try WordTagger(classes: classes, content: stored.content)
    for (sentence, answer) in zip(figures.test, figure.answers) {
      let row = TokenRow(.words(sentence.words, tags: nil), line: 1), tagged = stored.tagged(row)
      #expect(tagged.tags.map(\.description) == answer.tags && tagged.places == nil)
      for (place, marginals) in answer.marginals.enumerated() {
        let label = try figures.place(answer.tags[place])
        #expect(abs(tagged.scores[place] - marginals[label]) < 5e-5)
      }
      #expect(again.tagged(row).scores == tagged.scores)
    }
  }

  /// Words may hold whatever a string can, the end of a line too.
  @Test func oddWordsAreStored() throws {
    let rows = (0..<4).map { line in
      TokenRow(
        .words(
          ["a\nb", "c\\n", "\\", "\n", "é", "e\u{301}"],
          tags: [.begin, .inside, .begin, .outside, .outside, .begin].map { TokenTag($0, "X") }),
        line: line)
    }
    let classes = TagScheme.bio.classes(of: ["X"])
    let tagger = try WordTagger(learning: rows, classes: classes, scheme: .bio)
    let lines = try #require(tagger.content.vocabularies["features"]).lines
    var content = tagger.content
    content.vocabularies["features"] = try #require(TermTable(lines: lines))
    let stored = try WordTagger(classes: classes, content: content)
    #expect(stored.tagged(rows[0]).tags == tagger.tagged(rows[0]).tags)
    for name in content.tensors.keys {
      var broken = content
      broken.tensors[name] = nil
      #expect(throws: BaselineError.tensorMissing(name)) { try WordTagger(classes: classes, content: broken) }
      broken.tensors[name] = BaselineContent.Tensor(shape: [1, 1, 1], values: [0])
      #expect(throws: BaselineError.self) { try WordTagger(classes: classes, content: broken) }
    }
    var broken = content
    broken.tensors["pair.class"]?.values[0] = 9
    #expect(throws: BaselineError.tensorValue(name: "pair.class")) { try WordTagger(classes: classes, content: broken) }
    broken = content
    broken.tensors["feature.classes"]?.values[0] += 1
    #expect(throws: BaselineError.self) { try WordTagger(classes: classes, content: broken) }
    broken = content
    broken.vocabularies = [:]
    #expect(throws: BaselineError.vocabularyMissing("features")) { try WordTagger(classes: classes, content: broken) }
  }

  @Test func noSentenceAndNoWordAreNoTrap() throws {
    let field = try ConditionalRandomField([[], [["a"]]], targets: [[], [1]], classes: 2)
    #expect(field.classes(of: []) == [] && field.probabilities(of: []) == [])
    #expect(field.classes(of: [["a"], ["never seen"]]).count == 2)
    #expect(throws: BaselineError.interrupted) {
      try ConditionalRandomField([[["a"]]], targets: [[0]], classes: 2, isCancelled: { true })
    }
  }

  /// A text's entities are counted in scalars, whatever the words are; a span inside a word is the whole word.
  @Test func entitiesOfTextsAreScalars() throws {
    let rows = (0..<30).map { line in
      TokenRow(
        .text("Ölaf é in Oslo.", entities: [LabelledRange("PER", 0..<4), LabelledRange("LOC", 10..<13)]), line: line)
    }
    let classes = TagScheme.bio.classes(of: ["LOC", "PER"])
    let tagger = try WordTagger(learning: rows, classes: classes, scheme: .bio)
    #expect(tagger.entities(of: rows[0]) == [LabelledRange("PER", 0..<4), LabelledRange("LOC", 10..<14)])
    #expect(tagger.entities(of: TokenRow(.text(" \n", entities: []), line: 1)) == [])
    let floor = WordTagger(mostFrequentOf: rows, classes: classes, scheme: .bio)
    #expect(floor.entities(of: rows[0]) == [])
  }
}
