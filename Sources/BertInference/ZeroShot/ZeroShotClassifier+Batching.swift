public import BertData

extension ZeroShotClassifier: BatchModel {
  /// Cuts a text into tokens, for an entailment head once with each sentence about a label.
  ///
  /// - Throws: `pairUnexpected`, `unreadableTokens`.
  public func prepare(_ row: Example) throws -> PreparedQuestion {
    guard row.pair == nil else { throw InferenceError.pairUnexpected(line: row.line) }
    return try scorer.prepare(row)
  }

  /// What a text costs: the tokens that are computed for it.
  public func tokenCount(of prepared: PreparedQuestion) -> Int { prepared.tokenCount }

  /// The answers to prepared texts, in their order, without a correction by how often labels come.
  ///
  /// - Throws: `interrupted`.
  public func outputs(for prepared: [PreparedQuestion], isCancelled: () -> Bool) throws -> [Prediction] {
    predictions(from: try scorer.scores(prepared, isCancelled: isCancelled).map { $0 / temperature })
  }

  /// Refuses an answer that is none.
  ///
  /// - Throws: `notFinite`.
  public func check(_ prediction: Prediction) throws {
    guard prediction.isFinite else { throw InferenceError.notFinite(line: 0) }
  }
}
