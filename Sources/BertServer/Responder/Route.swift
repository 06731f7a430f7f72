import HTTPTypes

/// The routes of a server.
enum Route: String, CaseIterable {
  case page = "/"
  case health = "/health"
  case ready = "/ready"
  case metrics = "/metrics"
  case document = "/openapi.json"
  case models = "/v1/models"
  case model = "/v1/models/{model}"
  case classify = "/v1/classify"
  case embeddings = "/v1/embeddings"
  // The routes of text-embeddings-inference.
  case info = "/info"
  case embed = "/embed"
  case predict = "/predict"
  case rerank = "/rerank"
  case similarity = "/similarity"

  /// The route of a path; nil where there is none.
  init?(path: String) {
    if path.hasPrefix("/v1/models/") {
      self = .model
    } else {
      self.init(rawValue: path)
    }
  }

  var methods: [HTTPRequest.Method] {
    switch self {
    case .classify, .embeddings, .embed, .predict, .rerank, .similarity: [.post]
    case .page: [.get, .head, .post]
    case .health, .ready, .metrics, .document, .models, .model, .info: [.get, .head]
    }
  }

  /// Whether a request needs the token, if the server has one.
  func isProtected(_ method: HTTPRequest.Method) -> Bool {
    switch self {
    case .classify, .embeddings, .models, .model, .metrics, .info, .embed, .predict, .rerank, .similarity: true
    case .page: method == .post
    case .health, .ready, .document: false
    }
  }

  /// Whether error bodies have the shape of text-embeddings-inference; otherwise they have OpenAI's.
  func isTEI(_ method: HTTPRequest.Method) -> Bool {
    switch self {
    case .info, .embed, .predict, .rerank, .similarity: true
    case .page: method == .post
    case .health, .ready, .metrics, .document, .models, .model, .classify, .embeddings: false
    }
  }
}
