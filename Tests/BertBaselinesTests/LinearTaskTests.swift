import BertBaselines
import BertData
import Testing
import _TestSupport

/// Figures from scikit-learn: `Scripts/golden/linear_tasks.py`.
struct LinearTaskTests {
  struct Figures: Decodable {
    struct Model: Decodable {
      let c: Double
      let probabilities: [Double]
    }
    struct Ridge: Decodable {
      let alpha: Double
      let coefficients: [Double]
      let intercept: Double
      let predictions: [Double]
      /// Of equal optimum.
      var strength: Double { 1 / (2 * alpha) }
    }
    struct Dense: Decodable {
      let rows: Int
      let columns: Int
      let x: [Float]
      let probes: [Float]
      let flags: [[Int]]
      let numbers: [Double]
      let weights: [Double]
      let models: [Model]
      let weighted: [Double]
      let ridges: [Ridge]

      var features: FeatureMatrix { FeatureMatrix(rows: rows, columns: columns, values: x) }
      var asked: FeatureMatrix { FeatureMatrix(rows: probes.count / columns, columns: columns, values: probes) }
    }
    struct Sparse: Decodable {
      let texts: [String]
      let probes: [String]
      let flags: [[Int]]
      let numbers: [Double]
      let models: [Model]
      let ridges: [Ridge]
      let ratios: [Double]
      let prior: [Double]
      let mean: Double

      var flagRows: [Example] {
        zip(texts, flags).map { Example(text: $0, target: .labels($1.map { $0 == 1 }), line: 1) }
      }
      var numberRows: [Example] { zip(texts, numbers).map { Example(text: $0, target: .number($1), line: 1) } }
      var probeRows: [Example] { probes.map { Example(text: $0, line: 1) } }
    }
    let dense: Dense
    let sparse: Sparse
  }

  static func figures() throws -> Figures {
    try Golden.load(Figures.self, "linear_tasks.json", target: "BertBaselinesTests")
  }

  private static var solver: LBFGS {
    var solver = LBFGS()
    solver.options.gradientTolerance = 1e-9
    solver.options.iterations = 5000
    return solver
  }

  @Test func eachLabelOnDenseRowsIsScikitLearns() throws {
    let figure = try Self.figures().dense
    let targets = figure.flags.map { $0.map(Double.init) }
    for expected in figure.models {
      let fit = LogisticRegression(strength: expected.c, solver: Self.solver).fit(
        figure.features, targets: targets, labels: 5)
      let probabilities = fit.model.logits(figure.asked).map(OutputRule.logistic)
      #expect(fit.converged && probabilities.count == expected.probabilities.count)
      for (ours, theirs) in zip(probabilities, expected.probabilities) { #expect(abs(ours - theirs) < 1e-6) }
    }
    let weighted = LogisticRegression(strength: 1, solver: Self.solver).fit(
      figure.features, targets: targets.map { Array($0.prefix(3)) }, labels: 3, positiveWeights: figure.weights)
    for (logit, theirs) in zip(weighted.model.logits(figure.asked), figure.weighted) {
      #expect(abs(OutputRule.logistic(logit) - theirs) < 1e-6)
    }
  }

  /// Relative to the largest coefficient: single precision holds these rows exactly.
  @Test func ridgeOnDenseRowsIsScikitLearns() throws {
    let figure = try Self.figures().dense
    for expected in figure.ridges {
      let fit = RidgeRegression(strength: expected.strength).fit(figure.features, numbers: figure.numbers)
      let scale = expected.coefficients.map(abs).max() ?? 1
      #expect(fit.converged)
      for (ours, theirs) in zip(fit.model.weights, expected.coefficients) { #expect(abs(ours - theirs) < 1e-9 * scale) }
      #expect(abs(fit.model.biases[0] - expected.intercept) < 1e-9 * abs(expected.intercept))
      for (ours, theirs) in zip(fit.model.logits(figure.asked), expected.predictions) {
        #expect(abs(ours - theirs) < 1e-9 * abs(theirs))
      }
    }
  }

  /// The TF-IDF values differ from scikit-learn's by a rounding of single precision, which is 6e-8.
  @Test func ridgeOnSparseRowsIsScikitLearns() throws {
    let figure = try Self.figures().sparse
    let vectorizer = TermVectorizer(TermOptions(), learning: figure.numberRows)
    for expected in figure.ridges {
      let fit = RidgeRegression(strength: expected.strength).fit(
        vectorizer.features(figure.numberRows), numbers: figure.numbers)
      let scale = expected.coefficients.map(abs).max() ?? 1
      #expect(fit.converged && fit.model.weights.count == expected.coefficients.count)
      for (ours, theirs) in zip(fit.model.weights, expected.coefficients) { #expect(abs(ours - theirs) < 1e-6 * scale) }
      #expect(abs(fit.model.biases[0] - expected.intercept) < 1e-6 * abs(expected.intercept))
    }
  }

  private func trainer(
    _ method: TrainingMethod, _ problem: ProblemType, _ labels: [String], strength: Double? = nil
  ) -> BaselineTrainer {
    var options = BaselineOptions(method)
    options.problem = problem
    options.strength = strength
    return BaselineTrainer(options: options, labels: labels)
  }

  /// The whole way of `tfidf`, from texts to scores, as a bundle gives them.
  @Test func termsOfSeveralLabelsAreScikitLearns() throws {
    let figure = try Self.figures().sparse, labels = ["battery", "screen", "phone"]
    for expected in figure.models {
      let fit = try trainer(.tfidf, .multiLabel, labels, strength: expected.c).fit(figure.flagRows)
      let scores = try fit.classifier.predictions(figure.probeRows).flatMap(\.scores)
      #expect(scores.count == expected.probabilities.count)
      for (ours, theirs) in zip(scores, expected.probabilities) { #expect(abs(ours - theirs) < 1e-4) }
    }
    let ratios = try trainer(.nbsvm, .multiLabel, labels).fit(figure.flagRows)
    for (ours, theirs) in zip(try ratios.classifier.predictions(figure.probeRows).flatMap(\.scores), figure.ratios) {
      #expect(abs(ours - theirs) < 1e-4)
    }
    let floor = try trainer(.majority, .multiLabel, labels).fit(figure.flagRows)
    for (ours, theirs) in zip(try floor.classifier.predictions(figure.probeRows)[0].scores, figure.prior) {
      #expect(abs(ours - theirs) < 1e-6)
    }
  }

  @Test func termsOfANumberAreScikitLearns() throws {
    let figure = try Self.figures().sparse
    for expected in figure.ridges {
      let fit = try trainer(.tfidf, .regression, ["stars"], strength: expected.strength).fit(figure.numberRows)
      let scores = try fit.classifier.predictions(figure.probeRows).map { $0.scores[0] }
      for (ours, theirs) in zip(scores, expected.predictions) { #expect(abs(ours - theirs) < 1e-6 * abs(theirs)) }
    }
    let floor = try trainer(.majority, .regression, ["stars"]).fit(figure.numberRows)
    #expect(abs(try floor.classifier.predictions(figure.probeRows)[0].scores[0] - figure.mean) < 1e-6)
  }

  @Test func whatAMethodDoesNotLearnIsRefused() throws {
    let rows = try Self.figures().sparse.numberRows
    for method in [TrainingMethod.nbsvm, .fasttext] {
      #expect(throws: BaselineError.problem(.regression, method: method)) {
        try self.trainer(method, .regression, ["stars"]).fit(rows)
      }
    }
    var weighted = trainer(.tfidf, .regression, ["stars"])
    weighted.options.classWeights = [2]
    #expect(throws: BaselineError.option(name: "class-weights", rule: "left out where the target is a number")) {
      try weighted.fit(rows)
    }
    #expect(throws: BaselineError.labels) { try self.trainer(.tfidf, .regression, ["a", "b"]).fit(rows) }
    #expect(throws: BaselineError.labels) { try self.trainer(.tfidf, .multiLabel, []).fit(rows) }
    for (problem, loss) in [(ProblemType.multiLabel, FastTextOptions.Loss.softmax), (.singleLabel, .oneVersusAll)] {
      var options = BaselineOptions(.fasttext)
      options.problem = problem
      options.fastText?.loss = loss
      #expect(throws: BaselineError.self) { try options.validate() }
    }
  }
}
