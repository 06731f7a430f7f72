/// The architectures that are known, by their `model_type` in `config.json`.
public enum Architecture: String, Sendable, CaseIterable {
  case bert
  case distilBERT = "distilbert"
  case roberta
  case camembert
  case xlmRoberta = "xlm-roberta"
  case electra
  case albert
  case mpnet
  case gpt2
  case xlnet

  /// What sets it apart from the others.
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
    }
  }

  /// transformers' class of the model with a classifier on top, which `config.json` names under `architectures`.
  public var classifierClassName: String { traits.className }
}
