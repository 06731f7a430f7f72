import BertData
import BertInference
import BertStorage
import HTTPTypes

/// The document of `GET /openapi.json`: the routes with the schemas of their bodies and responses, in OpenAPI 3.1.
///
/// Routes that no model can answer are left out. With several models, limits that depend on the model are those that
/// hold for all.
struct OpenAPIDocument {
  let services: [InferenceService]
  let options: ServerOptions

  /// The document.
  var json: JSONValue {
    .object([
      ("openapi", "3.1.0"),
      (
        "info",
        [
          "title": "bertft", "version": .string(options.version.isEmpty ? "unversioned" : options.version),
          "description": "Labels, entities and vectors of texts.", "license": ["name": "Apache-2.0"],
        ]
      ),
      ("paths", .object(paths.map { ($0.route.rawValue, $0.operation) })),
      ("components", .object(components)),
    ])
  }

  private var components: [(String, JSONValue)] {
    let schemas: [(String, JSONValue)] = [("schemas", .verbatim(schemas))]
    guard options.token != nil else { return schemas }
    return schemas + [("securitySchemes", ["bearer": ["type": "http", "scheme": "bearer"]])]
  }

  private var paths: [(route: Route, operation: JSONValue)] {
    let all = [
      path(
        .classify, "Labels and scores, or entities", body: "ClassifyRequest", answer: Self.reference("ClassifyAnswer")),
      path(.embeddings, "Vectors in OpenAI's shape", body: "EmbeddingsRequest", answer: Self.reference("Embeddings")),
      path(.models, "The models", answer: Self.reference("ModelList")),
      path(.model, "One model", answer: Self.reference("Model")),
      path(.embed, "Vectors", body: "EmbedRequest", answer: Self.reference("Vectors")),
      path(.predict, "Scores of labels, best first", body: "PredictRequest", answer: Self.reference("PredictAnswer")),
      path(
        .rerank, "Texts ranked by their scores with a query", body: "RerankRequest", answer: Self.reference("Ranks")),
      path(
        .similarity, "Cosine of each sentence with one", body: "SimilarityRequest", answer: Self.reference("Numbers")),
      path(.info, "What is served, and its limits", answer: ["type": "object"]),
      path(.health, "Whether the process runs", answer: Self.reference("Status")),
      path(.ready, "Whether the server takes requests", answer: Self.reference("Status")),
      path(.document, "This document", answer: ["type": "object"]),
      path(.metrics, "Metrics in the text format of Prometheus", type: "text/plain", answer: ["type": "string"]),
    ]
    return all.filter { path in services.contains { $0.answers(path.route) } }
  }

  private static func reference(_ schema: String) -> JSONValue {
    ["$ref": .string("#/components/schemas/" + schema)]
  }

  /// A path with its one operation: POST where it has a body, else GET.
  private func path(
    _ route: Route, _ summary: String, body: String? = nil, type: String = "application/json", answer: JSONValue
  ) -> (route: Route, operation: JSONValue) {
    let isPost = body != nil
    var members: [(String, JSONValue)] = [("summary", .string(summary)), ("operationId", .string("\(route)"))]
    if options.token != nil, route.isProtected(isPost ? .post : .get) {
      members.append(("security", [["bearer": []]]))
    }
    if route == .model {
      members.append(
        ("parameters", [["name": "model", "in": "path", "required": true, "schema": ["type": "string"]]]))
    } else if isPost || route == .info {
      members.append(("parameters", [["name": "model", "in": "query", "schema": ["type": "string"]]]))
    }
    if let body {
      members.append(
        ("requestBody", ["required": true, "content": ["application/json": ["schema": Self.reference(body)]]]))
    }
    let error = route.isTEI(isPost ? .post : .get) ? "TEIError" : "Error"
    var responses = [("200", Self.response("OK", type, answer))]
    // During a graceful shutdown `/ready` responds with 503.
    if route == .ready { responses.append(("503", Self.response("The server is shutting down", type, answer))) }
    responses.append(("default", Self.response("An error", "application/json", Self.reference(error))))
    members.append(("responses", .object(responses)))
    return (route, .object([(isPost ? "post" : "get", .object(members))]))
  }

  private static func response(_ description: String, _ type: String, _ schema: JSONValue) -> JSONValue {
    ["description": .string(description), "content": .object([(type, JSONValue.object([("schema", schema)]))])]
  }
}
