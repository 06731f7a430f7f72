import HTTPTypes

/// What a server has.
enum Route: String, CaseIterable {
  case page = "/"
  case health = "/health"
  case ready = "/ready"
  case metrics = "/metrics"
  case classify = "/v1/classify"
  case embeddings = "/v1/embeddings"

  var methods: [HTTPRequest.Method] {
    switch self {
    case .classify, .embeddings: [.post]
    case .page, .health, .ready, .metrics: [.get, .head]
    }
  }

  /// Whether the token is needed, where there is one.
  var isProtected: Bool {
    switch self {
    case .classify, .embeddings, .metrics: true
    case .page, .health, .ready: false
    }
  }
}
