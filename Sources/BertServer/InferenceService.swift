import BertData
import BertInference
import BertStorage
import Foundation
import Hummingbird
import Synchronization

/// The work behind the routes: bodies to answers, through predictors that gather what is asked at the same time.
final class InferenceService: Sendable {
  let model: ServedModel
  private let options: ServerOptions
  private let classifying: BatchingPredictor<TextClassifier>?
  private let answering: BatchingPredictor<MultiTaskClassifier>?
  private let embedding: BatchingPredictor<TextEmbedder>?
  private let draining = Atomic<Bool>(false)

  init(_ model: ServedModel, _ options: ServerOptions) {
    self.model = model
    self.options = options
    let batching = BatchingOptions(
      tokenBudget: options.tokenBudget, gatheringTime: options.gatheringTime, queueLimit: options.queueLimit)
    classifying = model.classifier.map { BatchingPredictor($0, options: batching) }
    answering = model.multiTask.map { BatchingPredictor($0, options: batching) }
    embedding = model.embedder.map { BatchingPredictor($0, options: batching) }
  }

  /// Whether the server was told to stop.
  var isDraining: Bool { draining.load(ordering: .relaxed) }

  func drain() { draining.store(true, ordering: .relaxed) }

  /// What the predictors did, by name.
  var statistics: [(name: String, statistics: BatchingStatistics)] {
    get async {
      var all: [(String, BatchingStatistics)] = []
      if let classifying { all.append(("classifier", await classifying.statistics)) }
      if let answering { all.append(("classifier", await answering.statistics)) }
      if let embedding { all.append(("embedder", await embedding.statistics)) }
      return all
    }
  }

  /// `POST /v1/classify`
  func classify(_ body: Data) async throws -> Response {
    guard classifying != nil || answering != nil else {
      throw ServerError(.notFound, "no_classifier", "this model has no classifier; see /v1/embeddings")
    }
    let request = try RequestDecoding.decode(ClassifyRequest.self, from: body)
    try request.check(options)
    let results = try await results(request)
    return .json(JSONValue.object([("model", .string(model.name)), ("results", .array(results))]).line)
  }

  /// The answers to a request, one a text.
  private func results(_ request: ClassifyRequest) async throws -> [JSONValue] {
    if let answering {
      return try await Self.outputs(of: answering, request.input.rows).map { answers in
        ["tasks": answers.document(top: request.top?.value)]
      }
    }
    guard let classifying else { return [] }
    return try await Self.outputs(of: classifying, request.input.rows).map { prediction in
      let shown = request.top.map { Array(prediction.ranking.prefix($0.value)) } ?? Array(prediction.labels.indices)
      let isSure = prediction.confidence >= classifying.model.record?.abstainBelow ?? 0
      return JSONValue.object(prediction.members(label: isSure ? prediction.label : nil, shown: shown))
    }
  }

  /// `POST /v1/embeddings`
  func embeddings(_ body: Data) async throws -> Response {
    guard let embedding else {
      throw ServerError(.notFound, "no_encoder", "this model has no encoder; see /v1/classify")
    }
    let request = try RequestDecoding.decode(EmbeddingsRequest.self, from: body)
    try request.check(options, dimensions: embedding.model.dimensions)
    let vectors: [Embedding]
    switch request.input {
    case .texts(let input):
      vectors = try await Self.outputs(of: embedding, input.texts.map { Example(text: $0, line: 0) })
    case .tokenIDs(let lists): vectors = try await Self.outputs(of: embedding, lists)
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

  private static func outputs<Model: BatchModel>(
    of predictor: BatchingPredictor<Model>, _ rows: [Example]
  ) async throws -> [Model.Output] where Model.Input == Example {
    try await answered { try await predictor.outputs(for: rows) }
  }

  private static func outputs(
    of predictor: BatchingPredictor<TextEmbedder>, _ tokenIDs: [[Int]]
  ) async throws -> [Embedding] {
    var prepared: [PreparedText] = []
    for (index, ids) in tokenIDs.enumerated() {
      do {
        prepared.append(try predictor.model.prepare(tokenIDs: ids))
      } catch {
        throw ServerError.badRequest("invalid_token_id", "text \(index): \(error)")
      }
    }
    return try await answered { [prepared] in try await predictor.outputs(forPrepared: prepared) }
  }

  /// The answers of a predictor. What its queue turns away is overload; what is wrong with a text is the client's.
  private static func answered<Output: Sendable>(_ outputs: () async throws -> [Output]) async throws -> [Output] {
    do {
      return try await outputs()
    } catch is BatchingError {
      throw ServerError.overloaded
    } catch let error as InferenceError {
      throw ServerError(error)
    }
  }
}

extension ServerError {
  /// Why a model gave no answer.
  fileprivate init(_ error: InferenceError) {
    switch error {
    case .pairMissing:
      self = .badRequest(
        "pair_missing", "the model was trained on pairs of texts: send each as {\"text\": …, \"pair\": …}")
    case .pairUnexpected:
      self = .badRequest("pair_unexpected", "the model was trained on single texts: send each as one text")
    case .unreadableTokens: self = .badRequest("unreadable_tokens", "\(error)")
    case .notFinite: self = ServerError(.internalServerError, "not_finite", "\(error)")
    default: self = ServerError(.internalServerError, "internal_error", "\(error)")
    }
  }
}
