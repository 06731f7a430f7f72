public import BertData
public import Foundation

extension TextClassifier {
  /// Loads a classifier on a thread of its own.
  ///
  /// - Parameters:
  ///   - url: A bundle or a Hugging Face directory.
  ///   - options: How it computes.
  /// - Throws: An ``InferenceError`` that names the file and what is wrong with it, or `CancellationError`.
  public static func load(
    contentsOf url: URL, options: ClassifierOptions = ClassifierOptions()
  ) async throws -> TextClassifier {
    try await WorkQueue(label: "bertft.load").run { _ in
      try TextClassifier(contentsOf: url, threads: options.threads, precision: options.precision)
    }
  }

  /// The class of a text.
  ///
  /// - Throws: What ``predict(_:isCancelled:)`` throws; `CancellationError`.
  public func prediction(for text: String) async throws -> Prediction {
    try await predictions(for: [text])[0]
  }

  /// The classes of texts, in their order, computed on a thread of the classifier's own.
  ///
  /// Calls are computed one after another; `BatchingPredictor` computes many small ones together.
  ///
  /// - Throws: What ``predict(_:isCancelled:)`` throws; `CancellationError`.
  public func predictions(for texts: [String]) async throws -> [Prediction] {
    try await predictions(for: texts.map { Example($0) })
  }

  /// The classes of rows, which may be pairs of texts, in their order.
  ///
  /// - Throws: What ``predict(_:isCancelled:)`` throws; `CancellationError`.
  public func predictions(for examples: [Example]) async throws -> [Prediction] {
    if examples.isEmpty { return [] }
    return try await workQueue.run { isCancelled in try self.predict(examples, isCancelled: isCancelled) }
  }

  /// The classes of a stream of texts, in their order.
  ///
  /// - Parameters:
  ///   - texts: The texts.
  ///   - lookAhead: How many texts may be read before their predictions are asked for.
  public func predictions<Texts: AsyncSequence & Sendable>(
    for texts: Texts, lookAhead: Int = 256
  ) -> some AsyncSequence<Prediction, any Error> & Sendable where Texts.Element == String {
    OutputSequence(self, texts.map { @Sendable in Example($0) }, lookAhead: lookAhead)
  }

  /// The classes of a stream of rows, which may be pairs of texts, in their order.
  ///
  /// - Parameters:
  ///   - examples: The rows.
  ///   - lookAhead: How many rows may be read before their predictions are asked for.
  public func predictions<Rows: AsyncSequence & Sendable>(
    for examples: Rows, lookAhead: Int = 256
  ) -> some AsyncSequence<Prediction, any Error> & Sendable where Rows.Element == Example {
    OutputSequence(self, examples, lookAhead: lookAhead)
  }
}

extension TextClassifier: BatchModel {
  /// Tokenizes a row, which may be a pair of texts.
  ///
  /// - Throws: `pairMissing`, `pairUnexpected`, `unreadableTokens`.
  public func prepare(_ example: Example) throws -> PreparedRow {
    try record?.check(example)
    return PreparedRow(row: example, encoded: try encoder?.outputs.encode(example))
  }

  /// The cost of a row: the tokens that are computed for it.
  public func tokenCount(of prepared: PreparedRow) -> Int { prepared.tokenCount }

  /// The classes of prepared rows, in their order.
  ///
  /// - Throws: `interrupted`.
  public func outputs(for prepared: [PreparedRow], isCancelled: () -> Bool) throws -> [Prediction] {
    do {
      guard let encoder else { return try predictions(prepared.map(\.row), isCancelled: isCancelled) }
      return try encoder.predictions(prepared.compactMap(\.encoded), isCancelled: isCancelled)
    } catch is PredictionInterrupted {
      throw InferenceError.interrupted
    }
  }

  /// Refuses a prediction with a score that is not finite.
  ///
  /// - Throws: `notFinite`.
  public func check(_ prediction: Prediction) throws {
    guard prediction.isFinite else { throw InferenceError.notFinite(line: 0) }
  }
}

extension Example {
  /// A text that comes from no file.
  fileprivate init(_ text: String) { self.init(text: text, line: 0) }
}
