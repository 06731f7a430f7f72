/// A way to train a classifier on labelled texts.
public enum TrainingMethod: String, Sendable, Codable, CaseIterable {
  /// Trials on the training rows decide between `features`, `finetune` and `setfit`.
  case auto
  /// The most frequent label, whatever the text.
  case majority
  /// Weighted counts of words and pairs of words, and a logistic regression.
  case tfidf
  /// Log-count ratios of a naive Bayes model as features of a linear one (Wang and Manning 2012).
  case nbsvm
  /// Averaged pretrained word vectors, and a logistic regression.
  case glove
  /// Averaged word vectors that are trained on the texts themselves, and a logistic regression.
  case word2vec
  /// Averaged embeddings of words and hashed pairs of words, learnt with the labels (Joulin et al. 2017).
  case fasttext
  /// Labels of tokens by a linear-chain conditional random field over hand-made features of words (Lafferty et al.
  /// 2001).
  case crf
  /// The mean of a text's token vectors, which a table distilled from an encoder gives, and a logistic regression.
  case `static`
  /// The encoder is frozen; a text gets the label whose texts have the nearest mean of pooled features (Snell et al.
  /// 2017).
  case prototypes
  /// The encoder is frozen; the nearest labelled texts vote (Cover and Hart 1967).
  case knn
  /// The encoder is frozen; its pooled features are the input of a logistic regression.
  case features
  /// The encoder is trained on pairs of texts of the same or of different labels; its pooled features are then the
  /// input of a logistic regression (Tunstall et al. 2022).
  case setfit
  /// All weights of the encoder (or those not frozen) are trained at a small learning rate.
  case finetune
  /// The weights are frozen, and updates of low rank to them are trained (Hu et al. 2021).
  case lora
  /// Only the biases are trained (Ben Zaken et al. 2021).
  case bitfit
}

extension TrainingMethod {
  /// Whether the input of its classifier is the mean of the encoder's token states.
  package var seesMeans: Bool { [.prototypes, .knn, .features, .setfit].contains(self) }

  /// The methods that a comparison on labels of texts can include, from the cheapest up.
  public static let comparable = allCases.filter { ![.auto, .crf].contains($0) }
  /// The methods of such a comparison where none are named.
  public static let ladder = comparable.filter { ![.static, .prototypes, .knn, .setfit, .lora, .bitfit].contains($0) }
  /// The methods of a comparison on labels of tokens.
  public static let tokenLadder: [TrainingMethod] = [.majority, .crf, .finetune]
  /// The methods without an encoder, or a table of one, that label texts.
  public static let simple = allCases.filter { !$0.needsEncoder && ![.crf, .static].contains($0) }
  /// The methods that can train a bundle.
  public static let trainable: [TrainingMethod] = [
    .auto, .finetune, .lora, .bitfit, .features, .setfit, .prototypes, .knn, .tfidf, .nbsvm, .glove, .word2vec,
    .fasttext, .static, .crf,
  ]

  /// Whether it uses an encoder.
  public var needsEncoder: Bool {
    switch self {
    case .auto, .features, .setfit, .prototypes, .knn, .finetune, .lora, .bitfit: true
    case .majority, .tfidf, .nbsvm, .glove, .word2vec, .fasttext, .crf, .static: false
    }
  }

  /// Whether an encoder and its head are trained step by step by a loss of the labels.
  public var learnsInSteps: Bool { [.finetune, .lora, .bitfit].contains(self) }

  /// Whether it needs pretrained word vectors.
  public var takesVectors: Bool { self == .glove }

  /// Whether it needs a table of token vectors.
  public var takesTable: Bool { self == .static }

  /// Whether it first trains word vectors on the texts.
  public var trainsVectors: Bool { self == .word2vec }

  /// Whether training is random, so that another seed gives another classifier.
  public var isSeeded: Bool { [.word2vec, .fasttext, .setfit].contains(self) || learnsInSteps }

  /// The name for tables.
  public var title: String {
    switch self {
    case .auto: "auto"
    case .majority: "majority"
    case .tfidf: "TF-IDF"
    case .nbsvm: "NB-SVM"
    case .glove: "GloVe"
    case .word2vec: "Word2Vec"
    case .fasttext: "fastText-style"
    case .crf: "CRF"
    case .static: "static table"
    case .features: "frozen encoder"
    case .setfit: "SetFit"
    case .prototypes: "nearest class mean"
    case .knn: "nearest texts"
    case .finetune: "fine-tuned encoder"
    case .lora: "LoRA"
    case .bitfit: "BitFit"
    }
  }
}

extension TrainingMethod {
  /// Whether the method can be trained for a problem.
  public func learns(_ problem: ProblemType) -> Bool {
    switch self {
    // Their log-count ratios and embeddings are learnt from labels, not from numbers.
    case .nbsvm, .fasttext: problem != .regression
    // Pairs, means and votes need one label per text.
    case .setfit, .prototypes, .knn: problem == .singleLabel
    case .crf: false
    case .auto, .majority, .tfidf, .glove, .word2vec, .static, .features, .finetune, .lora, .bitfit: true
    }
  }

  /// Why the method cannot be trained for a problem, as words that follow its name.
  package func refusal(of problem: ProblemType) -> String {
    if self == .crf { return "learns labels of tokens, and these are labels of texts" }
    return switch problem {
    case .singleLabel: "does not learn one label a text"
    case .multiLabel: "does not learn several labels a text"
    case .regression: "learns labels, and this task is a number"
    }
  }
}
