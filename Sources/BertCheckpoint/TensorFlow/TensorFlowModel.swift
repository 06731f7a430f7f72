/// The models that Google published as TensorFlow checkpoints, told by the names of their variables.
package enum TensorFlowModel: String, Sendable, CaseIterable {
  /// BERT of google-research/bert, its modules on TensorFlow Hub, and that of TensorFlow's Model Garden.
  case bert
  /// google-research/albert.
  case albert
  /// google-research/electra.
  case electra
}

/// Maps the names of a published model's variables to those of transformers.
///
/// Sources: google-research's `bert/modeling.py`, `albert/modeling.py` and `electra/model/modeling.py`; Model Garden,
/// `official/nlp/modeling`; transformers 4, `load_tf_weights_in_bert`, `…_albert`, `…_electra`.
struct TensorFlowNames {
  /// How the values of a tensor are arranged.
  enum Layout {
    case asStored
    /// The transpose of a stored matrix of this many rows: TensorFlow stores kernels as inputs by outputs.
    case transposed(rows: Int)
  }

  let model: TensorFlowModel
  /// Whether the names are those of Model Garden, which stores the projections of attention by head.
  private let isGarden: Bool
  /// For ELECTRA, the encoder to read: `electra` (the discriminator's) or `generator`.
  private let encoder: String

  /// - Parameter variables: All names, in the form of ``bare(_:)``.
  /// - Returns: nil where the names are not those of a published model.
  init?(_ variables: [String]) {
    func holds(_ part: String) -> Bool { variables.contains { $0.hasPrefix(part) } }
    let isElectra = holds("electra/encoder/"), isGenerator = holds("generator/encoder/")
    // A published checkpoint holds both, for further pretraining; the discriminator is the one to fine-tune.
    encoder = isElectra || !isGenerator ? "electra" : "generator"
    if isElectra || isGenerator {
      (model, isGarden) = (.electra, false)
    } else if holds("bert/encoder/transformer/group_") {
      (model, isGarden) = (.albert, false)
    } else if holds("bert/encoder/layer_") {
      (model, isGarden) = (.bert, false)
    } else if variables.contains(where: { $0.hasSuffix("layer_0/self_attention/query/kernel") }) {
      (model, isGarden) = (.bert, true)
    } else {
      return nil
    }
  }

  /// The name of a variable without the scope of a TensorFlow Hub module and the number of its output.
  static func bare(_ name: String) -> String {
    let name = name.hasSuffix(":0") ? name.dropLast(2) : name[...]
    return String(name.hasPrefix("module/") ? name.dropFirst(7) : name)
  }

  /// The name of a variable in transformers, and its layout; nil for one without a counterpart.
  func place(of name: String, shape: [Int]) -> (name: String, layout: Layout)? {
    var parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.popLast() else { return nil }
    if let head = heads[name] { return (head, .asStored) }
    // The names of embedding tables have no further part for the weights.
    let scope = parts.joined(separator: "/")
    if isGarden, parts.last == "embedding_postprocessor", let table = Self.gardenModules[last] {
      return (table + ".weight", .asStored)
    }
    if last.hasSuffix("_embeddings"), scope.hasSuffix("embeddings") {
      return module(scope).map { ("\($0).\(last).weight", .asStored) }
    }
    guard let module = isGarden ? garden(parts) : module(scope) else { return nil }
    switch last {
    case "kernel":
      // A projection to the heads is [H, A, D], one from them [A, D, H].
      let isOutput = module.hasSuffix("attention.output.dense")
      let rows = isOutput ? shape.dropLast().reduce(1, *) : shape.first ?? 1
      return ("\(module).weight", .transposed(rows: rows))
    case "gamma", "embeddings": return ("\(module).weight", .asStored)
    case "beta", "bias": return ("\(module).bias", .asStored)
    default: return nil
    }
  }

  /// The variables of heads, whose names have no scope of a layer.
  private var heads: [String: String] {
    switch model {
    case .bert:
      [
        "output_weights": "classifier.weight", "output_bias": "classifier.bias",
        "cls/predictions/output_bias": "cls.predictions.bias",
        "cls/seq_relationship/output_weights": "cls.seq_relationship.weight",
        "cls/seq_relationship/output_bias": "cls.seq_relationship.bias",
        "cls/squad/output_weights": "qa_outputs.weight", "cls/squad/output_bias": "qa_outputs.bias",
      ]
    case .albert:
      [
        "output_weights": "classifier.weight", "output_bias": "classifier.bias",
        "cls/predictions/output_bias": "predictions.bias",
        "cls/seq_relationship/output_weights": "sop_classifier.classifier.weight",
        "cls/seq_relationship/output_bias": "sop_classifier.classifier.bias",
      ]
    case .electra:
      // The generator's head does not fit the width of the discriminator.
      encoder == "generator" ? ["generator_predictions/output_bias": "generator_lm_head.bias"] : [:]
    }
  }

  /// The module in transformers for a scope of google-research's models.
  private func module(_ scope: String) -> String? {
    switch model {
    case .bert: scope.hasPrefix("bert/") || scope.hasPrefix("cls/") ? Self.layers(scope) : nil
    case .albert: albert(scope)
    case .electra: electra(scope)
    }
  }

  /// A scope as a module path, with the number of a layer as a component of its own.
  private static func layers(_ scope: String) -> String {
    scope.split(separator: "/").map { $0.hasPrefix("layer_") ? "layer." + $0.dropFirst(6) : $0 }.joined(separator: ".")
  }

  private func albert(_ scope: String) -> String? {
    let parts = scope.split(separator: "/").map(String.init)
    if scope.hasPrefix("bert/encoder/transformer/group_"), parts.count > 5, parts[4].hasPrefix("inner_group_") {
      let layer =
        "albert.encoder.albert_layer_groups.\(parts[3].dropFirst(6)).albert_layers.\(parts[4].dropFirst(12))."
      return Self.albertLayer[parts.dropFirst(5).joined(separator: "/")].map { layer + $0 }
    }
    switch scope {
    case "bert/embeddings", "bert/embeddings/LayerNorm": return "albert." + parts.dropFirst().joined(separator: ".")
    case "bert/encoder/embedding_hidden_mapping_in": return "albert.encoder.embedding_hidden_mapping_in"
    case "bert/pooler/dense": return "albert.pooler"
    case "cls/predictions/transform/dense": return "predictions.dense"
    case "cls/predictions/transform/LayerNorm": return "predictions.LayerNorm"
    default: return nil
    }
  }

  private static let albertLayer = [
    "attention_1/self/query": "attention.query", "attention_1/self/key": "attention.key",
    "attention_1/self/value": "attention.value", "attention_1/output/dense": "attention.dense",
    "LayerNorm": "attention.LayerNorm", "LayerNorm_1": "full_layer_layer_norm",
    "ffn_1/intermediate/dense": "ffn", "ffn_1/intermediate/output/dense": "ffn_output",
  ]

  private func electra(_ scope: String) -> String? {
    switch scope {
    case "discriminator_predictions/dense": return "discriminator_predictions.dense"
    case "discriminator_predictions/dense_1": return "discriminator_predictions.dense_prediction"
    case "generator_predictions/dense", "generator_predictions/LayerNorm":
      return encoder == "generator" ? Self.layers(scope) : nil
    default: break
    }
    // The generator shares the discriminator's embeddings.
    let isShared = encoder == "generator" && scope.hasPrefix("electra/embeddings")
    guard scope.hasPrefix(encoder + "/") || isShared, let first = scope.firstIndex(of: "/") else { return nil }
    return Self.layers("electra" + scope[first...])
  }

  /// The module in transformers for a layer of Model Garden, whatever scopes precede it.
  private func garden(_ parts: [String]) -> String? {
    if let layer = parts.lastIndex(where: { $0.hasPrefix("layer_") && Int($0.dropFirst(6)) != nil }) {
      let rest = parts[(layer + 1)...].joined(separator: "/")
      return Self.gardenLayer[rest].map { "bert.encoder.layer.\(parts[layer].dropFirst(6)).\($0)" }
    }
    for count in 1...2 where parts.count >= count {
      if let module = Self.gardenModules[parts.suffix(count).joined(separator: "/")] { return module }
    }
    return nil
  }

  private static let gardenLayer = [
    "self_attention/query": "attention.self.query", "self_attention/key": "attention.self.key",
    "self_attention/value": "attention.self.value", "self_attention/attention_output": "attention.output.dense",
    "self_attention_output": "attention.output.dense", "self_attention_layer_norm": "attention.output.LayerNorm",
    "intermediate": "intermediate.dense", "output": "output.dense", "output_layer_norm": "output.LayerNorm",
  ]

  private static let gardenModules = [
    "word_embeddings": "bert.embeddings.word_embeddings", "type_embeddings": "bert.embeddings.token_type_embeddings",
    "position_embedding": "bert.embeddings.position_embeddings", "embeddings/layer_norm": "bert.embeddings.LayerNorm",
    // Names of the first version of Model Garden.
    "position_embeddings": "bert.embeddings.position_embeddings",
    "embedding_postprocessor/layer_norm": "bert.embeddings.LayerNorm",
    "pooler_transform": "bert.pooler.dense", "transform/dense": "cls.predictions.transform.dense",
    "transform/LayerNorm": "cls.predictions.transform.LayerNorm", "predictions/output_bias": "cls.predictions.bias",
  ]
}
