/// The supported architectures. The raw value is the `model_type` in `config.json`.
public enum Architecture: String, Sendable, CaseIterable {
  /// BERT (Devlin et al., arXiv 1810.04805).
  case bert
  /// DistilBERT (Sanh et al., arXiv 1910.01108).
  case distilBERT = "distilbert"
  /// RoBERTa (Liu et al., arXiv 1907.11692).
  case roberta
  /// CamemBERT (Martin et al., arXiv 1911.03894).
  case camembert
  /// XLM-RoBERTa (Conneau et al., arXiv 1911.02116).
  case xlmRoberta = "xlm-roberta"
  /// ELECTRA (Clark et al., arXiv 2003.10555).
  case electra
  /// ALBERT (Lan et al., arXiv 1909.11942).
  case albert
  /// MPNet (Song et al., arXiv 2004.09297).
  case mpnet
  /// GPT-2 (Radford et al. 2019).
  case gpt2
  /// XLNet (Yang et al., arXiv 1906.08237).
  case xlnet
  /// DeBERTa of version 2 and 3 (He et al., arXiv 2006.03654, 2111.09543).
  case debertaV2 = "deberta-v2"
  /// ModernBERT (Warner et al., arXiv 2412.13663).
  case modernBERT = "modernbert"
  /// GTE 1.5 and later (Zhang et al., arXiv 2407.19669); the first files say "new".
  case gte
  /// Nomic's BERT (Nussbaum et al., arXiv 2402.01613).
  case nomicBERT = "nomic_bert"
  /// EuroBERT (Boizard et al., arXiv 2503.05500).
  case euroBERT = "eurobert"

  /// The architecture of a `model_type`, which is the raw value or another name of it; nil if none has it.
  init?(modelType: String) {
    let other = Self.allCases.first { $0.traits.otherModelTypes.contains(modelType) }
    guard let architecture = Architecture(rawValue: modelType) ?? other else { return nil }
    self = architecture
  }

  /// What distinguishes the architecture from the others.
  var traits: ArchitectureTraits {
    switch self {
    case .bert: .bert
    case .distilBERT: .distilBERT
    case .roberta: .roberta
    case .camembert: .camembert
    case .xlmRoberta: .xlmRoberta
    case .electra: .electra
    case .albert: .albert
    case .mpnet: .mpnet
    case .gpt2: .gpt2
    case .xlnet: .xlnet
    case .debertaV2: .debertaV2
    case .modernBERT: .modernBERT
    case .gte: .gte
    case .nomicBERT: .nomicBERT
    case .euroBERT: .euroBERT
    }
  }

  /// transformers' class of the model with a classifier on top, which `config.json` names under `architectures`.
  public var classifierClassName: String { traits.className }

  /// transformers' class of the encoder alone.
  public var encoderClassName: String {
    traits.className.replacing("ForSequenceClassification", with: "Model", maxReplacements: 1)
  }

  /// transformers' class of the model with a token classifier on top.
  public var tokenClassifierClassName: String {
    traits.className.replacing("ForSequenceClassification", with: "ForTokenClassification")
  }
}
