/// How labelled texts become a classifier.
public enum TrainingMethod: String, Sendable, Codable, CaseIterable {
  /// Trials on the training rows decide between `features`, `finetune` and `setfit`.
  case auto
  /// The most frequent label, whatever the text.
  case majority
  /// Weighted counts of words and pairs of words, and a logistic regression.
  case tfidf
  /// Log-count ratios of a naive Bayes model as features of a linear one (Wang and Manning 2012).
  case nbsvm
  /// Averaged word vectors that others trained, and a logistic regression.
  case glove
  /// The same over vectors trained on the texts themselves.
  case word2vec
  /// Averaged embeddings of words and hashed pairs of words, learnt with the labels (Joulin et al. 2017).
  case fasttext
  /// Labels of tokens by a linear-chain conditional random field over hand-made features of words (Lafferty et al. 2001).
  case crf
  /// The mean of a text's token vectors by a table that was made of an encoder, and a logistic regression.
  case `static`
  /// The encoder is left as it is; a text has the label whose texts have the nearest mean of pooled features (Snell et al.
  /// 2017).
  case prototypes
  /// The encoder is left as it is; the nearest labelled texts vote (Cover and Hart 1967).
  case knn
  /// The encoder is left as it is; its pooled features feed a logistic regression.
  case features
  /// Pairs of texts teach the encoder which are of one label; its pooled features then feed a logistic regression
  /// (Tunstall et al. 2022).
  case setfit
  /// All weights of the encoder (or those not frozen) are trained at a small rate.
  case finetune
  /// The weights stay, and updates of low rank beside them are trained (Hu et al. 2021).
  case lora
  /// The biases alone are trained (Ben Zaken et al. 2021).
  case bitfit
}

extension TrainingMethod {
  /// Whether its classifier sees the mean of the encoder's token states.
  package var seesMeans: Bool { [.prototypes, .knn, .features, .setfit].contains(self) }

  /// The methods that a comparison on labels of texts can have, from the cheapest up.
  public static let comparable = allCases.filter { ![.auto, .crf].contains($0) }
  /// Those that it has where none are named.
  public static let ladder = comparable.filter { ![.static, .prototypes, .knn, .setfit, .lora, .bitfit].contains($0) }
  /// Those of a comparison on labels of tokens.
  public static let tokenLadder: [TrainingMethod] = [.majority, .crf, .finetune]
  /// The methods without an encoder, or a table of one, that label texts.
  public static let simple = allCases.filter { !$0.needsEncoder && ![.crf, .static].contains($0) }
  /// The methods that make a bundle.
  public static let trainable: [TrainingMethod] = [
    .auto, .finetune, .lora, .bitfit, .features, .setfit, .prototypes, .knn, .tfidf, .nbsvm, .glove, .word2vec,
    .fasttext, .static, .crf,
  ]

  /// Whether an encoder takes part.
  public var needsEncoder: Bool {
    switch self {
    case .auto, .features, .setfit, .prototypes, .knn, .finetune, .lora, .bitfit: true
    case .majority, .tfidf, .nbsvm, .glove, .word2vec, .fasttext, .crf, .static: false
    }
  }

  /// Whether an encoder and its head are trained step by step by a loss of the labels.
  public var learnsInSteps: Bool { [.finetune, .lora, .bitfit].contains(self) }

  /// Whether word vectors have to be given.
  public var takesVectors: Bool { self == .glove }

  /// Whether a table of token vectors has to be given.
  public var takesTable: Bool { self == .static }

  /// Whether word vectors are trained on the texts first.
  public var trainsVectors: Bool { self == .word2vec }

  /// Whether chance plays a part in learning, so that another seed gives another classifier.
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
  /// Whether the method learns what the labels of a text are.
  public func learns(_ problem: ProblemType) -> Bool {
    switch self {
    // Ratios of counts, and embeddings learnt with labels, are of labels.
    case .nbsvm, .fasttext: problem != .regression
    // A pair is of one label or of two; a mean and a vote are of one.
    case .setfit, .prototypes, .knn: problem == .singleLabel
    case .crf: false
    case .auto, .majority, .tfidf, .glove, .word2vec, .static, .features, .finetune, .lora, .bitfit: true
    }
  }

  /// Why it does not learn that, as what follows its name.
  package func refusal(of problem: ProblemType) -> String {
    if self == .crf { return "learns labels of tokens, and these are of texts" }
    return switch problem {
    case .singleLabel: "does not learn one label a text"
    case .multiLabel: "does not learn several labels a text"
    case .regression: "learns labels, and this task is a number"
    }
  }
}
