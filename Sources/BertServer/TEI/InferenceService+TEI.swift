import BertData
import BertInference
import BertStorage
import Foundation
import Hummingbird

// The routes of Hugging Face's text-embeddings-inference, with the same bodies.
extension InferenceService {
  /// `POST /embed`: a list of vectors.
  func embed(_ body: Data) async throws -> Response {
    guard let embedding else { throw ServerError.noEncoder }
    let request = try RequestDecoding.decode(EmbedRequest.self, from: body)
    try request.inputs.check(options)
    let available = embedding.model.dimensions
    if let dimensions = request.dimensions?.value, !(1...available).contains(dimensions) {
      throw ServerError.badRequest("invalid_field", "dimensions is from 1 to \(available), not \(dimensions)")
    }
    guard request.normalize || !embedding.model.normalizes else {
      throw ServerError.badRequest(
        "invalid_field", "normalize is false, and the model's vectors have length 1; leave it out")
    }
    let vectors = try await vectors(of: request.inputs.texts, request.prompt_name, request.truncation)
    return .json(
      JSONValue.array(
        vectors.map { vector in
          let values = VectorForm.cut(vector.values, to: request.dimensions?.value, normalizes: false)
          let isWhole = values.count == vector.values.count && embedding.model.normalizes
          let form = request.normalize && !isWhole ? VectorForm.normalized(values) : values
          return .array(form.map { .float($0) })
        }
      ).line)
  }

  /// `POST /similarity`: the cosine of each sentence with one.
  func similarity(_ body: Data) async throws -> Response {
    guard embedding != nil else { throw ServerError.noEncoder }
    let request = try RequestDecoding.decode(SimilarityRequest.self, from: body)
    try request.check(options)
    let parameters = request.parameters
    let truncation = parameters?.truncation ?? Truncation()
    let source: [Float]
    do {
      source = try await vectors(of: [request.inputs.source_sentence], parameters?.prompt_name, truncation)[0].values
    } catch var error as ServerError {
      // The source is not one of the sentences.
      error.index = nil
      throw error
    }
    let vectors = try await vectors(of: request.inputs.sentences, parameters?.prompt_name, truncation)
    return .json(
      JSONValue.array(vectors.map { .float(VectorForm.cosine($0.values, source)) }).line)
  }

  /// The vectors of texts with one of the model's prompts.
  private func vectors(
    of texts: [String], _ promptName: String?, _ truncation: Truncation
  ) async throws -> [Embedding] {
    guard let embedding else { throw ServerError.noEncoder }
    if let promptName, embedding.model.prompts[promptName] == nil {
      let known = embedding.model.prompts.keys.sorted().joined(separator: ", ")
      throw ServerError.badRequest("invalid_field", "prompt_name is none of the model's prompts: \(known)")
    }
    let rows = texts.enumerated().map { Example(text: $0.element, line: $0.offset + 1) }
    return try await embedding.served(truncation, isCut: \.isCut) { model in
      try rows.map { row in
        guard let promptName else { return try model.prepare(row) }
        return try model.prepare(row, promptNamed: promptName)
      }
    }
  }

  /// `POST /predict`: the labels of each row with their scores, best first.
  func predict(_ body: Data) async throws -> Response {
    guard let answering, let rule = answering.rule else { throw ServerError.noClassifier }
    let request = try RequestDecoding.decode(PredictRequest.self, from: body)
    try request.check(options)
    try request.check(rule)
    let predictions = try await answering.predictions(request.inputs.rows, request.truncation)
    let lists = predictions.map { prediction in
      let scores = request.isRaw ? prediction.logits : prediction.scores
      let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
      return JSONValue.array(
        order.prefix(request.parameters?.top_k?.value ?? order.count).map { label in
          ["label": .string(prediction.labels[label]), "score": .float(Float(scores[label]))]
        })
    }
    return .json((request.inputs.isList ? JSONValue.array(lists) : lists[0]).line)
  }

  /// `POST /rerank`: the indices of the texts by their scores with the query, best first.
  func rerank(_ body: Data) async throws -> Response {
    guard let answering, answering.rule?.problem == .regression else {
      throw ServerError(
        .notFound, "no_ranking", "this model does not give a pair of texts one number; see /predict and /similarity")
    }
    let request = try RequestDecoding.decode(RerankRequest.self, from: body)
    try request.check(options)
    let predictions = try await answering.predictions(request.rows, request.truncation)
    let scores = predictions.map { request.isRaw ? $0.logits[0] : $0.scores[0] }
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    return .json(
      JSONValue.array(
        order.map { index in
          .object(
            [("index", .integer(index)), ("score", .float(Float(scores[index])))]
              + (request.returnsTexts ? [("text", .string(request.texts[index]))] : []))
        }
      ).line)
  }
}
