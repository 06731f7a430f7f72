public import BertData

/// All settings of the training of a simple model.
public struct BaselineOptions: Sendable, Codable, Equatable {
  /// The method.
  public var method: TrainingMethod
  /// The problem; nil for a single label, as in bundles from before other problems existed.
  public var problem: ProblemType?
  /// The seed of all random numbers.
  public var seed: UInt64 = 42
  /// The inverse regularization strength of a regression, scikit-learn's C; nil chooses it on held-out examples.
  public var strength: Double?
  /// The weights of the labels in a regression, in the order of the labels; for several labels a text the weight of a
  /// row with the label relative to one without it. nil: all have the weight 1. Not for `nbsvm` and `fasttext`, nor for
  /// numbers.
  public var classWeights: [Double]?
  /// For `tfidf` and `nbsvm`.
  public var terms: TermOptions?
  /// For `fasttext`.
  public var fastText: FastTextOptions?
  /// For `glove` and `word2vec`.
  public var vectors: VectorOptions?

  /// The default options of a method. Methods that need an encoder or label no texts have none, and ``validate()``
  /// refuses them.
  public init(_ method: TrainingMethod) {
    self.method = method
    switch method {
    case .majority, .static, .crf, .auto, .features, .setfit, .prototypes, .knn, .finetune, .lora, .bitfit: break
    case .tfidf, .nbsvm: terms = TermOptions()
    case .fasttext: fastText = FastTextOptions()
    case .glove, .word2vec: vectors = VectorOptions()
    }
  }

  private enum CodingKeys: String, CodingKey {
    case method, problem, seed, strength, terms, vectors
    case fastText = "fasttext"
    case classWeights = "class_weights"
  }

  /// Checks the values.
  ///
  /// - Throws: ``BaselineError/option(name:rule:)`` for the first value that is invalid, `encoderNeeded`, `problem`.
  public func validate() throws(BaselineError) {
    guard !method.needsEncoder else { throw .encoderNeeded(method: method) }
    if let strength, !(strength > 0 && strength.isFinite) { throw .option(name: "strength", rule: "above 0") }
    if let fault = terms?.fault ?? fastText?.fault { throw fault }
    guard method.learns(usedProblem) else { throw .problem(usedProblem, method: method) }
    guard classWeights == nil || usedProblem != .regression else {
      throw .option(name: "class-weights", rule: "left out where the target is a number")
    }
    if let loss = fastText?.loss, (loss == .oneVersusAll) != (usedProblem == .multiLabel) {
      throw .option(name: "loss", rule: "ova for several labels a text, and softmax or hs for one")
    }
  }

  /// The problem; a single label by default.
  package var usedProblem: ProblemType { problem ?? .singleLabel }

  /// How outputs become scores and predictions, before thresholds are chosen.
  ///
  /// - Throws: `labels` where the number of labels does not fit the problem.
  func rule(labels: [String]) throws(BaselineError) -> OutputRule {
    let fits =
      switch usedProblem {
      case .singleLabel: labels.count > 1
      case .multiLabel: !labels.isEmpty
      case .regression: labels.count == 1
      }
    guard fits else { throw .labels }
    return .usual(usedProblem, labels: labels.count)
  }
}
