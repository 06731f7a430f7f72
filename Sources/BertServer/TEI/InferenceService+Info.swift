import BertData
import BertInference
import BertStorage

extension InferenceService {
  /// What `GET /info` answers, as text-embeddings-inference has it.
  var info: JSONValue {
    .object([
      ("model_id", .string(model.name)), ("model_sha", .null), ("model_dtype", .string(typeName)),
      ("model_type", type), ("max_concurrent_requests", .integer(options.maxRequests)),
      ("max_input_length", .integer(maxLength)), ("max_batch_tokens", .integer(options.tokenBudget)),
      ("max_batch_requests", .null), ("max_client_batch_size", .integer(options.maxTexts)), ("auto_truncate", true),
      // Each model cuts its texts into tokens on a thread of its own.
      ("tokenization_workers", 1), ("version", .string(options.version)), ("sha", .null), ("docker_label", .null),
    ])
  }

  /// What `GET /v1/models` says about the model, as OpenAI has it.
  var card: JSONValue {
    ["id": .string(model.name), "object": "model", "created": .integer(created), "owned_by": "bertft"]
  }

  /// What the model is for, with what clients ask of such a one.
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

  /// What the numbers are that are computed with.
  private var typeName: String {
    switch answering {
    case .classifier(let predictor): predictor.model.precision.typeName
    case .questions(let predictor): predictor.model.precision.typeName
    case .tagger(let predictor): predictor.model.precision.typeName
    case .described, nil: model.embedder?.precision.typeName ?? "float32"
    }
  }

  /// Tokens of a text that are read at the most; where all are, no text has more than bytes.
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
