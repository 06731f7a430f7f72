public import BertData

/// All that decides what a simple model learns from given rows.
public struct BaselineOptions: Sendable, Codable, Equatable {
  /// The model.
  public var method: TrainingMethod
  /// What the labels of a text are; nil for one label, as in bundles of before there were others.
  public var problem: ProblemType?
  /// Decides whatever is drawn by chance.
  public var seed: UInt64 = 42
  /// The weight of the rows against the penalty of a regression, scikit-learn's C; nil lets held-out rows choose.
  public var strength: Double?
  /// What a row of each label counts in a regression, in the order of the labels, and of several labels a text how much more
  /// a row counts where the label holds; nil where all count the same. Not for `nbsvm` and `fasttext`, nor for numbers.
  public var classWeights: [Double]?
  /// For `tfidf` and `nbsvm`.
  public var terms: TermOptions?
  /// For `fasttext`.
  public var fastText: FastTextOptions?
  /// For `glove` and `word2vec`.
  public var vectors: VectorOptions?

  /// The defaults of a method; of one that labels no texts without an encoder there are none, and ``validate()`` refuses it.
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
  /// - Throws: ``BaselineError/option(name:rule:)`` for the first that breaks its rule, `encoderNeeded`.
  public func validate() throws(BaselineError) {
    guard !method.needsEncoder else { throw .encoderNeeded(method: method) }
    if let strength, !(strength > 0 && strength.isFinite) { throw .option(name: "strength", rule: "above 0") }
    if let fault = terms?.fault ?? fastText?.fault { throw fault }
    guard method.learns(usedProblem) else { throw .problem(usedProblem, method: method) }
    guard classWeights == nil || usedProblem != .regression else {
      throw .option(name: "class-weights", rule: "left out where a number is learnt")
    }
    if let loss = fastText?.loss, (loss == .oneVersusAll) != (usedProblem == .multiLabel) {
      throw .option(name: "loss", rule: "ova for several labels a text, and softmax or hs for one")
    }
  }

  /// What the labels of a text are.
  package var usedProblem: ProblemType { problem ?? .singleLabel }

  /// How the outputs become scores and an answer, before thresholds are chosen.
  ///
  /// - Throws: `labels` for fewer labels than there are answers, and for more names of a number than one.
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
