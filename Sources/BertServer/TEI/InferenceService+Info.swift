import BertData
import BertInference
import BertStorage

extension InferenceService {
  /// The response of `GET /info`, as in text-embeddings-inference.
  var info: JSONValue {
    .object([
      ("model_id", .string(model.name)), ("model_sha", .null), ("model_dtype", .string(typeName)),
      ("model_type", type), ("max_concurrent_requests", .integer(options.maxRequests)),
      ("max_input_length", .integer(maxLength)), ("max_batch_tokens", .integer(options.tokenBudget)),
      ("max_batch_requests", .null), ("max_client_batch_size", .integer(options.maxTexts)), ("auto_truncate", true),
      // Each model tokenizes on one thread of its own.
      ("tokenization_workers", 1), ("version", .string(options.version)), ("sha", .null), ("docker_label", .null),
    ])
  }

  /// The model's entry in `GET /v1/models`, as in OpenAI's API.
  var card: JSONValue {
    ["id": .string(model.name), "object": "model", "created": .integer(created), "owned_by": "bertft"]
  }

  /// The model's type and the details that clients need for it.
  private var type: JSONValue {
    switch answering {
    case .classifier(let predictor):
      let labels = Self.labels(predictor.model.labels)
      return predictor.model.rule.problem == .regression ? ["reranker": labels] : ["classifier": labels]
    case .described(let predictor): return ["classifier": Self.labels(predictor.model.labels)]
    case .questions, .tagger, nil:
      let pooling = (model.embedder?.pooling ?? []).map(\.rawValue).joined(separator: "+")
      return model.embedder == nil ? ["tagger": .object([])] : ["embedding": ["pooling": .string(pooling)]]
    }
  }

  private static func labels(_ names: [String]) -> JSONValue {
    [
      "id2label": .object(names.enumerated().map { ("\($0.offset)", .string($0.element)) }),
      "label2id": .object(names.enumerated().map { ($0.element, .integer($0.offset)) }),
    ]
  }

  /// The number format that the model computes in.
  private var typeName: String {
    switch answering {
    case .classifier(let predictor): predictor.model.precision.typeName
    case .questions(let predictor): predictor.model.precision.typeName
    case .tagger(let predictor): predictor.model.precision.typeName
    case .described, nil: model.embedder?.precision.typeName ?? "float32"
    }
  }

  /// The most tokens of a text that are read. For models without a limit it is that of bytes, because a text has at
  /// most as many tokens as bytes.
  private var maxLength: Int {
    let length =
      switch answering {
      case .classifier(let predictor): predictor.model.maxLength
      case .questions(let predictor): predictor.model.maxLength
      case .tagger(let predictor): predictor.model.maxLength
      case .described, nil: model.embedder?.maxLength ?? .max
      }
    return min(length, options.maxTextBytes)
  }
}
