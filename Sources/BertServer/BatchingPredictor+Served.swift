import BertInference
import HTTPTypes

extension BatchingPredictor {
  /// The outputs for inputs, in their order.
  ///
  /// - Throws: `ServerError`: overload where the queue is full, a bad request where a text is wrong;
  ///   `CancellationError`.
  nonisolated func served(_ inputs: [Model.Input]) async throws -> [Model.Output] {
    do {
      return try await outputs(for: inputs)
    } catch {
      throw ServerError.told(error)
    }
  }

  /// The outputs for inputs that are prepared and then checked for truncation.
  ///
  /// - Parameters:
  ///   - truncation: Which inputs may be truncated.
  ///   - isCut: Whether an input was truncated.
  ///   - prepare: Prepares all inputs.
  /// - Throws: `ServerError`, `CancellationError`.
  nonisolated func served(
    _ truncation: Truncation, isCut: (Model.Prepared) -> Bool,
    _ prepare: @escaping @Sendable (Model) throws -> [Model.Prepared]
  ) async throws -> [Model.Output] {
    do {
      let prepared = try await prepared(prepare)
      try truncation.check(prepared.map(isCut))
      return try await outputs(forPrepared: prepared)
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
  /// The error for the client where a predictor failed; other errors, such as a cancellation, stay as they are.
  static func told(_ error: any Error) -> any Error {
    switch error {
    case is BatchingError: ServerError.overloaded
    case let error as InferenceError: ServerError(error)
    default: error
    }
  }

  /// The error for the client where a model failed. The line of a row is its number in the request, from 1.
  init(_ error: InferenceError) {
    func index(_ line: Int) -> Int? { line > 0 ? line - 1 : nil }
    func subject(_ line: Int) -> String { index(line).map { "text \($0): " } ?? "" }
    switch error {
    case .pairMissing(let line):
      self = .badRequest(
        "pair_missing",
        "\(subject(line))the model was trained on pairs of texts: send each as {\"text\": …, \"pair\": …}",
        index: index(line))
    case .pairUnexpected(let line):
      self = .badRequest(
        "pair_unexpected", "\(subject(line))the model was trained on single texts: send each as one text",
        index: index(line))
    // A prompt that the model cannot be used with.
    case .option(_, let value, let rule): self = .badRequest("invalid_field", "prompt_name is '\(value)': \(rule)")
    case .unreadableTokens(let reason, let line):
      self = .badRequest("unreadable_tokens", "\(subject(line))\(reason)", index: index(line))
    case .notFinite(let line):
      self = ServerError(
        .internalServerError, "not_finite",
        "\(subject(line))the model's output is not a number: the weights are damaged, or overflow on this text",
        index: index(line))
    default: self = ServerError(.internalServerError, "internal_error", "\(error)")
    }
  }
}
