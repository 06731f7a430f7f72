import BertInference
import HTTPTypes

extension BatchingPredictor {
  /// The answers to inputs, in their order.
  ///
  /// - Throws: `ServerError`: what the queue turns away is overload, what is wrong with a text is the client's.
  nonisolated func served(_ inputs: [Model.Input]) async throws -> [Model.Output] {
    do {
      return try await outputs(for: inputs)
    } catch {
      throw ServerError.told(error)
    }
  }

  /// The same for inputs that are prepared already.
  nonisolated func served(prepared: [Model.Prepared]) async throws -> [Model.Output] {
    do {
      return try await outputs(forPrepared: prepared)
    } catch {
      throw ServerError.told(error)
    }
  }
}

extension ServerError {
  /// What the client is told where a predictor gave no answer; another error, such as a cancellation, stays.
  fileprivate static func told(_ error: any Error) -> any Error {
    switch error {
    case is BatchingError: ServerError.overloaded
    case let error as InferenceError: ServerError(error)
    default: error
    }
  }

  /// Why a model gave no answer.
  init(_ error: InferenceError) {
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
