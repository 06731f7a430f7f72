/// The models that Google published as TensorFlow checkpoints, told by the names of their variables.
package enum TensorFlowModel: String, Sendable, CaseIterable {
  /// google-research/bert, TensorFlow Hub's modules of it, and those of TensorFlow's Model Garden.
  case bert
  /// google-research/albert.
  case albert
  /// google-research/electra.
  case electra
}

/// transformers' names of a published model's variables.
///
/// Sources: google-research's `bert/modeling.py`, `albert/modeling.py` and `electra/model/modeling.py`; Model Garden,
/// `official/nlp/modeling`; transformers 4, `load_tf_weights_in_bert`, `…_albert`, `…_electra`.
struct TensorFlowNames {
  /// How a tensor is read.
  enum Layout {
    case asStored
    /// As a matrix of so many rows whose transpose is meant: TensorFlow keeps kernels as inputs by outputs.
    case transposed(rows: Int)
  }

  let model: TensorFlowModel
  /// Variables of which a checkpoint of Model Garden has the attention's by head.
  private let isGarden: Bool
  /// Of ELECTRA: whose encoder is meant.
  private let encoder: String

  /// - Parameter variables: All names, without ``bare(_:)``'s parts.
  init?(_ variables: [String]) {
    func holds(_ part: String) -> Bool { variables.contains { $0.hasPrefix(part) } }
    let isElectra = holds("electra/encoder/"), isGenerator = holds("generator/encoder/")
    // A published checkpoint holds both, to be trained on; the discriminator is the one to fine-tune.
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

  /// A variable's name without the scope of a module of TensorFlow Hub and the number of its output.
  static func bare(_ name: String) -> String {
    let name = name.hasSuffix(":0") ? name.dropLast(2) : name[...]
    return String(name.hasPrefix("module/") ? name.dropFirst(7) : name)
  }

  /// What transformers calls a variable, and how it is read; nil for one that has no counterpart.
  func place(of name: String, shape: [Int]) -> (name: String, layout: Layout)? {
    var parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.popLast() else { return nil }
    if let head = heads[name] { return (head, .asStored) }
    // Tables of embeddings have no part of their own for the weights.
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
      // [H, A, D] of a projection to the heads, [A, D, H] of one from them.
      let isOutput = module.hasSuffix("attention.output.dense")
      let rows = isOutput ? shape.dropLast().reduce(1, *) : shape.first ?? 1
      return ("\(module).weight", .transposed(rows: rows))
    case "gamma", "embeddings": return ("\(module).weight", .asStored)
    case "beta", "bias": return ("\(module).bias", .asStored)
    default: return nil
    }
  }

  /// Variables of heads, whose names say nothing of a layer.
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
      // Beside a discriminator the generator's head does not fit its width.
      encoder == "generator" ? ["generator_predictions/output_bias": "generator_lm_head.bias"] : [:]
    }
  }

  /// transformers' module of a scope of google-research's.
  private func module(_ scope: String) -> String? {
    switch model {
    case .bert: scope.hasPrefix("bert/") || scope.hasPrefix("cls/") ? Self.layers(scope) : nil
    case .albert: albert(scope)
    case .electra: electra(scope)
    }
  }

  /// The numbers of layers as components of their own.
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
    // The generator reads the discriminator's embeddings.
    let isShared = encoder == "generator" && scope.hasPrefix("electra/embeddings")
    guard scope.hasPrefix(encoder + "/") || isShared, let first = scope.firstIndex(of: "/") else { return nil }
    return Self.layers("electra" + scope[first...])
  }

  /// transformers' module of a layer of Model Garden's, whatever scopes stand before it.
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
    // Its first version.
    "position_embeddings": "bert.embeddings.position_embeddings",
    "embedding_postprocessor/layer_norm": "bert.embeddings.LayerNorm",
    "pooler_transform": "bert.pooler.dense", "transform/dense": "cls.predictions.transform.dense",
    "transform/LayerNorm": "cls.predictions.transform.LayerNorm", "predictions/output_bias": "cls.predictions.bias",
  ]
}
