package import BertData

/// Fits a simple model to labelled rows.
package struct BaselineTrainer: Sendable {
  package var options: BaselineOptions
  package var labels: [String]
  /// The word vectors, for methods that need them.
  package var vectors: (any WordVectors)?
  /// The table of token vectors, for the method that needs it.
  package var sentences: (any SentenceVectors)?

  package init(options: BaselineOptions, labels: [String]) {
    self.options = options
    self.labels = labels
  }

  /// A fitted model and its record.
  package struct Fit: Sendable {
    package var classifier: any BaselineClassifier
    /// Mean loss on the training examples, one per epoch; one entry for methods without epochs.
    package var losses: [Double]
    /// How the penalty was chosen, if it was.
    package var note: String?
  }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - rows: Training examples in order, each with a target of the options' problem.
  ///   - progress: Called with the fraction done, from 0 to 1, by methods that know it.
  ///   - isCancelled: Called regularly; true cancels the fit.
  /// - Throws: `option`, `problem`, `labels`, `optionsMissing`, `encoderNeeded`, `vectorsMissing`, `tableMissing`,
  ///   `unreadable`, `labelsTakeMemory`, `diverged`, `interrupted`.
  package func fit(
    _ rows: [Example], progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws(BaselineError) -> Fit {
    try options.validate()
    let rule = try options.rule(labels: labels)
    let fit = try FitWatch.run(isCancelled) { () throws(BaselineError) in
      try self.fit(rows, rule, progress: progress, isCancelled: isCancelled)
    }
    guard let fit else { throw .interrupted }
    return fit
  }

  private func fit(
    _ rows: [Example], _ rule: OutputRule, progress: (Double) -> Void, isCancelled: () -> Bool
  ) throws(BaselineError) -> Fit {
    switch options.method {
    case .majority:
      let classifier = MajorityClassifier(labels: labels, learning: rows.compactMap(\.target), rule: rule)
      return Fit(classifier: classifier, losses: [], note: nil)
    case .tfidf: return try fitTerms(rows, rule, isCancelled)
    case .nbsvm:
      guard let terms = options.terms else { throw .optionsMissing(method: .nbsvm) }
      let classifier = try RatioClassifier(
        labels: labels, terms: terms, learning: rows, strength: options.strength ?? 1, rule: rule,
        isCancelled: isCancelled)
      return Fit(classifier: classifier, losses: [], note: nil)
    case .fasttext:
      guard let settings = options.fastText else { throw .optionsMissing(method: .fasttext) }
      let (classifier, losses) = try FastTextClassifier.train(
        labels: labels, options: settings, learning: rows, seed: options.seed, rule: rule,
        progress: progress, isCancelled: isCancelled)
      return Fit(classifier: classifier, losses: losses, note: nil)
    case .glove, .word2vec: return try fitVectors(rows, rule, isCancelled)
    case .static: return try fitSentences(rows, rule, isCancelled)
    case .crf: throw .problem(options.usedProblem, method: .crf)
    case .auto, .features, .setfit, .prototypes, .knn, .finetune, .lora, .bitfit:
      throw .encoderNeeded(method: options.method)
    }
  }

  private func fitTerms(
    _ rows: [Example], _ rule: OutputRule, _ isCancelled: () -> Bool
  ) throws(BaselineError) -> Fit {
    guard let terms = options.terms else { throw .optionsMissing(method: .tfidf) }
    let vectorizer = TermVectorizer(terms, learning: rows)
    let features = vectorizer.features(rows)
    try FitMemory.require(outputs: labels.count, features: features.columns)
    if isCancelled() { throw .interrupted }
    let choice = strength(features, rows)
    if isCancelled() { throw .interrupted }
    let fit = targets(rows).fit(features, strength: choice.strength, .predicting)
    return Fit(
      classifier: TermClassifier(labels: labels, vectorizer: vectorizer, model: fit.model, rule: rule),
      losses: [fit.objective], note: choice.note)
  }

  private func targets(_ rows: [Example]) -> LinearTargets {
    LinearTargets(
      rows.compactMap(\.target), options.usedProblem, labels: labels.count, weights: options.classWeights)
  }

  /// The strength that the options give, or the best of a few on a tenth of the examples held out.
  private func strength(_ features: some LinearFeatures, _ rows: [Example]) -> (strength: Double, note: String?) {
    if let strength = options.strength { return (strength, nil) }
    let (inside, held) = StratifiedSplit.split(
      targets: rows.compactMap(\.target), fraction: 0.1, seed: options.seed)
    let targets = targets(rows)
    var search = StrengthSearch(targets)
    // Rows of length one have small values, which need larger weights than features with deviation one.
    let isDense = options.terms == nil, isNumber = options.usedProblem == .regression
    switch (isDense, isNumber) {
    case (true, true): break
    case (true, false): search.candidates = [0.003, 0.01, 0.03, 0.1, 0.3, 1]
    case (false, true): (search.candidates, search.usual) = ([0.03, 0.1, 0.3, 1, 3, 10, 30], 0.5)
    case (false, false): (search.candidates, search.usual) = ([0.3, 1, 3, 10, 30], 3)
    }
    guard held.count >= 10 else { return (search.usual, nil) }
    let choice = search.validated(
      features.selecting(inside), targets.selecting(inside), held: features.selecting(held), targets.selecting(held))
    return (choice.strength, "penalty strength \(choice.strength) chosen on a tenth of the training rows")
  }

  private func fitSentences(
    _ rows: [Example], _ rule: OutputRule, _ isCancelled: () -> Bool
  ) throws(BaselineError) -> Fit {
    guard let sentences else { throw .tableMissing(method: options.method) }
    let features: FeatureMatrix
    do {
      features = try sentences.features(rows, isCancelled: isCancelled)
    } catch {
      throw isCancelled() ? .interrupted : .unreadable(reason: "\(error)")
    }
    let (model, objective, note) = try fitDense(features, rows, isCancelled)
    return Fit(
      classifier: SentenceClassifier(labels: labels, sentences: sentences, model: model, rule: rule),
      losses: [objective], note: note)
  }

  /// A linear model on features with deviation one. The scaling is folded into the model.
  private func fitDense(
    _ features: FeatureMatrix, _ rows: [Example], _ isCancelled: () -> Bool
  ) throws(BaselineError) -> (model: LinearModel, objective: Double, note: String?) {
    if isCancelled() { throw .interrupted }
    try FitMemory.require(outputs: labels.count, features: features.columns)
    let choice = strength(features, rows)
    if isCancelled() { throw .interrupted }
    let scaling = FeatureScaling(features)
    let fit = targets(rows).fit(scaling.applied(to: features), strength: choice.strength, .predicting)
    return (scaling.folded(into: fit.model), fit.objective, choice.note)
  }

  private func fitVectors(
    _ rows: [Example], _ rule: OutputRule, _ isCancelled: () -> Bool
  ) throws(BaselineError) -> Fit {
    guard let settings = options.vectors else { throw .optionsMissing(method: options.method) }
    guard let vectors else { throw .vectorsMissing(method: options.method) }
    let featurizer = VectorFeaturizer(settings, vectors: vectors, learning: rows)
    let features = featurizer.features(rows)
    let (model, objective, note) = try fitDense(features, rows, isCancelled)
    return Fit(
      classifier: VectorClassifier(labels: labels, featurizer: featurizer, model: model, rule: rule),
      losses: [objective], note: note)
  }
}
