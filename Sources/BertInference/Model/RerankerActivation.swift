package import BertStorage

/// The activation that `CrossEncoder` of sentence-transformers applies to a single output, in `config.json`.
package enum RerankerActivation: String {
  case sigmoid = "torch.nn.modules.activation.Sigmoid"
  case identity = "torch.nn.modules.linear.Identity"

  /// - Parameter className: such as `torch.nn.modules.activation.Sigmoid`.
  init?(className: String) {
    switch className.split(separator: ".").last {
    case "Sigmoid": self = .sigmoid
    case "Identity": self = .identity
    default: return nil
    }
  }

  /// The members of `config.json` that name it, the newer form first.
  static func keys(in document: JSONValue) -> [(path: [String], value: JSONValue)] {
    let paths = [["sentence_transformers", "activation_fn"], ["sbert_ce_default_activation_function"]]
    return paths.compactMap { path in
      path.reduce(Optional(document)) { $0?.members == nil ? nil : $0?[$1] }.map { (path, $0) }
    }
  }

  /// Sets the activation in `config.json` in the newer form, and removes the older one.
  package func write(to document: inout JSONValue) {
    var member = document["sentence_transformers"].flatMap { $0.members == nil ? nil : $0 } ?? .object([])
    member["activation_fn"] = .string(rawValue)
    document["sentence_transformers"] = member
    document["sbert_ce_default_activation_function"] = nil
  }
}
