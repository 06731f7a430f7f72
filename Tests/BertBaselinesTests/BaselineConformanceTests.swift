import BertBaselines
import BertData
import Testing
import _TestSupport

struct BaselineConformanceTests {
  static var cases: [BaselineOptions] {
    var cases = TrainingMethod.simple.map(BaselineOptions.init)
    var characters = BaselineOptions(.tfidf)
    characters.terms?.characters = [2, 4]
    var hierarchical = BaselineOptions(.fasttext)
    hierarchical.fastText?.loss = .hierarchical
    var parts = BaselineOptions(.fasttext)
    parts.fastText?.characterNgrams = 3...6
    cases += [characters, hierarchical, parts]
    for weighting in [VectorOptions.Weighting.sif, .tfidf] {
      var options = BaselineOptions(.glove)
      options.vectors?.weighting = weighting
      cases.append(options)
    }
    for index in cases.indices { cases[index].fastText?.dimensions = 20 }
    return cases
  }

  @Test(arguments: cases)
  func keepsTheRules(options: BaselineOptions) throws {
    let rows = ToyReviews.rows(120)
    var trainer = BaselineTrainer(options: options, labels: ToyReviews.labels)
    trainer.vectors = ToyVectors()
    let fit = try trainer.fit(rows)
    let again = try trainer.fit(rows)
    // Only what a file keeps: terms as lines.
    var content = fit.classifier.content
    for (name, table) in content.vocabularies {
      content.vocabularies[name] = TermTable(lines: table.lines)
    }
    let read = try options.classifier(labels: ToyReviews.labels, content: content, vectors: ToyVectors())
    let held = ToyReviews.rows(60, seed: 8)
    #expect(
      try ClassifierChecks.violations(
        of: fit.classifier, rows: held, others: [("read back", read), ("trained again", again.classifier)],
        tolerance: 0) == [])
    let predictions = try fit.classifier.predictions(held)
    let correct = zip(predictions, held).count { $0.index == $1.label }
    if options.method == .majority {
      #expect(predictions.allSatisfy { $0.scores.allSatisfy { abs($0 - 1.0 / 3) < 1e-6 } })
    } else {
      #expect(correct >= 57, "\(correct) of 60")
    }
  }

  @Test func stopsWhenAsked() {
    for method in TrainingMethod.simple where method != .majority {
      var trainer = BaselineTrainer(options: BaselineOptions(method), labels: ToyReviews.labels)
      trainer.vectors = ToyVectors()
      #expect(throws: BaselineError.interrupted) { try trainer.fit(ToyReviews.rows(30), isCancelled: { true }) }
    }
  }

  /// Each way in which stored content can be wrong.
  @Test func hostileContentIsATypedError() throws {
    for options in Self.cases {
      var trainer = BaselineTrainer(options: options, labels: ToyReviews.labels)
      trainer.vectors = ToyVectors()
      let content = try trainer.fit(ToyReviews.rows(60)).classifier.content
      func refuses(_ change: (inout BaselineContent) -> Void) {
        var spoilt = content
        change(&spoilt)
        #expect(throws: BaselineError.self) {
          try options.classifier(labels: ToyReviews.labels, content: spoilt, vectors: ToyVectors())
        }
      }
      for (name, tensor) in content.tensors {
        refuses { $0.tensors[name] = nil }
        refuses { $0.tensors[name]?.values[0] = .nan }
        refuses { $0.tensors[name] = .init(shape: tensor.shape + [1], values: tensor.values) }
        refuses { $0.tensors[name] = .init(shape: [1 << 40], values: []) }
      }
      for name in content.vocabularies.keys {
        refuses { $0.vocabularies[name] = nil }
        refuses { $0.vocabularies[name] = TermTable() }
      }
      #expect(throws: BaselineError.self) {
        try options.classifier(labels: ["one"], content: content, vectors: ToyVectors())
      }
    }
  }

  @Test func optionsOutsideTheirRangesAreRefused() {
    func refuses(_ method: TrainingMethod, _ change: (inout BaselineOptions) -> Void) {
      var options = BaselineOptions(method)
      change(&options)
      #expect(throws: BaselineError.self) { try options.validate() }
    }
    refuses(.tfidf) { $0.strength = 0 }
    refuses(.tfidf) { $0.terms?.words = [2, 1] }
    refuses(.tfidf) { $0.terms?.words = [] }
    refuses(.tfidf) { $0.terms?.characters = [0, 3] }
    refuses(.tfidf) { $0.terms?.minimumRows = 0 }
    refuses(.fasttext) { $0.fastText?.dimensions = 0 }
    refuses(.fasttext) { $0.fastText?.epochs = 0 }
    refuses(.fasttext) { $0.fastText?.learningRate = .nan }
    refuses(.fasttext) { $0.fastText?.wordNgrams = 0 }
    refuses(.fasttext) { $0.fastText?.buckets = 1 << 25 }
    refuses(.fasttext) { $0.fastText?.minimumCount = 0 }
    refuses(.fasttext) { $0.fastText?.characterNgrams = 0...3 }
    refuses(.fasttext) { $0.fastText?.characterNgrams = 3...21 }
  }
}
