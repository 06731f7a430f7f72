public import BertData

extension ZeroShotClassifier: BatchModel {
  /// Tokenizes a text; for an entailment head once with each sentence about a label.
  ///
  /// - Throws: `pairUnexpected`, `unreadableTokens`.
  public func prepare(_ row: Example) throws -> PreparedQuestion {
    guard row.pair == nil else { throw InferenceError.pairUnexpected(line: row.line) }
    return try scorer.prepare(row)
  }

  /// The cost of a text: the tokens that are computed for it.
  public func tokenCount(of prepared: PreparedQuestion) -> Int { prepared.tokenCount }

  /// The predictions for prepared texts, in their order, without a correction by a prior.
  ///
  /// - Throws: `interrupted`.
  public func outputs(for prepared: [PreparedQuestion], isCancelled: () -> Bool) throws -> [Prediction] {
    predictions(from: try scorer.scores(prepared, isCancelled: isCancelled).map { $0 / temperature })
  }

  /// Refuses a prediction with a score that is not finite.
  ///
  /// - Throws: `notFinite`.
  public func check(_ prediction: Prediction) throws {
    guard prediction.isFinite else { throw InferenceError.notFinite(line: 0) }
  }
}
