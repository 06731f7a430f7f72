import BertData
import BertInference
import BertStorage
import Foundation
import Hummingbird

/// Computes the responses of one model from the bodies of requests, with predictors that batch concurrent requests.
final class InferenceService: Sendable {
  let model: ServedModel
  let options: ServerOptions
  let answering: AnsweringPredictor?
  let embedding: BatchingPredictor<TextEmbedder>?
  /// When the model was loaded, in seconds since 1970.
  let created = Int(Date().timeIntervalSince1970)

  init(_ model: ServedModel, _ options: ServerOptions) {
    self.model = model
    self.options = options
    let batching = BatchingOptions(
      tokenBudget: options.tokenBudget, gatheringTime: options.gatheringTime, queueLimit: options.queueLimit)
    answering = AnsweringPredictor(model, batching)
    embedding = model.embedder.map { BatchingPredictor($0, options: batching) }
  }

  /// The counts of the predictors, by the kind of model.
  var statistics: [(name: String, statistics: BatchingStatistics)] {
    get async {
      var all: [(String, BatchingStatistics)] = []
      if let answering { all.append(await answering.statistics) }
      if let embedding { all.append(("embedder", await embedding.statistics)) }
      return all
    }
  }

  /// Whether the model can answer a route.
  func answers(_ route: Route) -> Bool {
    switch route {
    case .classify: answering != nil
    case .predict: answering?.rule != nil
    case .rerank: answering?.rule?.problem == .regression
    case .embeddings, .embed, .similarity: embedding != nil
    case .page, .health, .ready, .metrics, .document, .models, .model, .info: true
    }
  }

  /// The response to a body at one of the routes that compute.
  ///
  /// - Throws: `ServerError`.
  func answer(_ route: Route, _ body: Data) async throws -> Response {
    switch route {
    case .classify: try await classify(body)
    case .embeddings: try await embeddings(body)
    case .embed: try await embed(body)
    case .predict: try await predict(body)
    case .rerank: try await rerank(body)
    case .similarity: try await similarity(body)
    // `POST /` is the route of the model's kind, as in text-embeddings-inference.
    case .page: try await answer(answers(.rerank) ? .rerank : answers(.predict) ? .predict : .embed, body)
    case .health, .ready, .metrics, .document, .models, .model, .info: throw ServerError.notFound
    }
  }

  /// `POST /v1/classify`
  private func classify(_ body: Data) async throws -> Response {
    guard let answering else {
      throw ServerError(.notFound, "no_classifier", "this model has no classifier; see /v1/embeddings")
    }
    let request = try RequestDecoding.decode(ClassifyRequest.self, from: body)
    try request.check(options)
    let results = try await answering.results(request.input.rows, top: request.top?.value)
    return .json(JSONValue.object([("model", .string(model.name)), ("results", .array(results))]).line)
  }

  /// `POST /v1/embeddings`
  private func embeddings(_ body: Data) async throws -> Response {
    guard let embedding else { throw ServerError.noEncoder }
    let request = try RequestDecoding.decode(EmbeddingsRequest.self, from: body)
    try request.check(options, dimensions: embedding.model.dimensions)
    let vectors: [Embedding]
    switch request.input {
    case .texts(let input):
      vectors = try await embedding.served(
        input.texts.enumerated().map { Example(text: $0.element, line: $0.offset + 1) })
    case .tokenIDs(let lists):
      vectors = try await embedding.served(prepared: Self.prepared(lists, embedding.model))
    }
    let normalizes = embedding.model.normalizes
    let data = vectors.enumerated().map { index, vector in
      let values = VectorForm.cut(vector.values, to: request.dimensions?.value, normalizes: normalizes)
      let form: JSONValue =
        request.encoding_format == .base64
        ? .string(VectorForm.base64(values)) : .array(values.map { .float($0) })
      return JSONValue.object([("object", "embedding"), ("index", .integer(index)), ("embedding", form)])
    }
    let tokens = vectors.reduce(0) { $0 + $1.tokens }
    return .json(
      JSONValue.object([
        ("object", "list"), ("data", .array(data)), ("model", .string(model.name)),
        ("usage", ["prompt_tokens": .integer(tokens), "total_tokens": .integer(tokens)]),
      ]).line)
  }

  /// Texts from lists of token ids.
  ///
  /// - Throws: `invalid_token_id`.
  private static func prepared(_ tokenIDs: [[Int]], _ embedder: TextEmbedder) throws(ServerError) -> [PreparedText] {
    var prepared: [PreparedText] = []
    for (index, ids) in tokenIDs.enumerated() {
      do {
        prepared.append(try embedder.prepare(tokenIDs: ids))
      } catch {
        throw ServerError.badRequest("invalid_token_id", "text \(index): \(error)", index: index)
      }
    }
    return prepared
  }
}
