package import BertData

/// Fits a simple model to labelled rows.
package struct BaselineTrainer: Sendable {
  package var options: BaselineOptions
  package var labels: [String]
  /// The words' vectors, for the methods that need them.
  package var vectors: (any WordVectors)?

  package init(options: BaselineOptions, labels: [String]) {
    self.options = options
    self.labels = labels
  }

  /// A model that has learnt, and what is worth saying of it.
  package struct Fit: Sendable {
    package var classifier: any BaselineClassifier
    /// Mean loss on the training rows, pass by pass; one entry where there are no passes.
    package var losses: [Double]
    /// How the penalty was chosen, where one was.
    package var note: String?
  }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - rows: each with a label; their order is that of learning.
  ///   - progress: told the share done, 0 ... 1, where that is known.
  ///   - isCancelled: asked now and then.
  /// - Throws: `option`, `labels`, `optionsMissing`, `encoderNeeded`, `vectorsMissing`, `interrupted`.
  package func fit(
    _ rows: [Example], progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws(BaselineError) -> Fit {
    try options.validate()
    guard labels.count > 1 else { throw .labels }
    switch options.method {
    case .majority:
      var counts = [Int](repeating: 0, count: labels.count)
      for case let label? in rows.lazy.map(\.label) { counts[label] += 1 }
      return Fit(classifier: MajorityClassifier(labels: labels, counts: counts), losses: [], note: nil)
    case .tfidf: return try fitTerms(rows, isCancelled)
    case .nbsvm:
      guard let terms = options.terms else { throw .optionsMissing(method: .nbsvm) }
      let classifier = try RatioClassifier(
        labels: labels, terms: terms, learning: rows, strength: options.strength ?? 1, isCancelled: isCancelled)
      return Fit(classifier: classifier, losses: [], note: nil)
    case .fasttext:
      guard let settings = options.fastText else { throw .optionsMissing(method: .fasttext) }
      let (classifier, losses) = try FastTextClassifier.train(
        labels: labels, options: settings, learning: rows, seed: options.seed, progress: progress,
        isCancelled: isCancelled)
      return Fit(classifier: classifier, losses: losses, note: nil)
    case .glove, .word2vec: return try fitVectors(rows, isCancelled)
    case .auto, .features, .finetune, .lora, .bitfit: throw .encoderNeeded(method: options.method)
    }
  }

  private func fitTerms(_ rows: [Example], _ isCancelled: () -> Bool) throws(BaselineError) -> Fit {
    guard let terms = options.terms else { throw .optionsMissing(method: .tfidf) }
    let vectorizer = TermVectorizer(terms, learning: rows)
    let features = vectorizer.features(rows)
    let truth = rows.map { $0.label ?? 0 }
    if isCancelled() { throw .interrupted }
    let choice = strength(features, truth)
    if isCancelled() { throw .interrupted }
    var solver = LBFGS()
    solver.options.gradientTolerance = Self.tolerance
    let fit = LogisticRegression(strength: choice.strength, solver: solver).fit(
      features, labels: truth, classes: labels.count, classWeights: options.classWeights)
    return Fit(
      classifier: TermClassifier(labels: labels, vectorizer: vectorizer, model: fit.model), losses: [fit.objective],
      note: choice.note)
  }

  /// Beyond this gradient the predictions no longer move; the rest is digits of the weights.
  private static let tolerance = 1e-5

  /// The strength asked for, or the best of a few on a tenth of the rows held out.
  private func strength(_ features: some LinearFeatures, _ truth: [Int]) -> (strength: Double, note: String?) {
    if let strength = options.strength { return (strength, nil) }
    let (inside, held) = StratifiedSplit.split(labels: truth, fraction: 0.1, seed: options.seed)
    let isDense = options.terms == nil
    guard held.count >= 10 else { return (isDense ? 0.1 : 3, nil) }
    var search = StrengthSearch()
    // Rows of length one hold small numbers, which need larger weights than features of deviation one.
    search.candidates = isDense ? [0.003, 0.01, 0.03, 0.1, 0.3, 1] : [0.3, 1, 3, 10, 30]
    let choice = search.validated(
      features.selecting(inside), labels: inside.map { truth[$0] }, held: features.selecting(held),
      heldLabels: held.map { truth[$0] }, classes: labels.count, classWeights: options.classWeights)
    return (choice.strength, "penalty strength \(choice.strength) chosen on a tenth of the training rows")
  }

  private func fitVectors(_ rows: [Example], _ isCancelled: () -> Bool) throws(BaselineError) -> Fit {
    guard let settings = options.vectors else { throw .optionsMissing(method: options.method) }
    guard let vectors else { throw .vectorsMissing(method: options.method) }
    let featurizer = VectorFeaturizer(settings, vectors: vectors, learning: rows)
    let features = featurizer.features(rows)
    let truth = rows.map { $0.label ?? 0 }
    if isCancelled() { throw .interrupted }
    let choice = strength(features, truth)
    if isCancelled() { throw .interrupted }
    let scaling = FeatureScaling(features)
    var solver = LBFGS()
    solver.options.gradientTolerance = Self.tolerance
    let fit = LogisticRegression(strength: choice.strength, solver: solver).fit(
      scaling.applied(to: features), labels: truth, classes: labels.count, classWeights: options.classWeights)
    return Fit(
      classifier: VectorClassifier(labels: labels, featurizer: featurizer, model: scaling.folded(into: fit.model)),
      losses: [fit.objective], note: choice.note)
  }
}
