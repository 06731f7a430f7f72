import BertData

/// Scores texts for each label by the labels' descriptions.
protocol LabelScorer: Sendable {
  /// The unnormalized scores of rows.
  ///
  /// - Parameters:
  ///   - rows: Single texts.
  ///   - isCancelled: Called before batches.
  /// - Returns: `[rows, C]`, row after row, before the temperature.
  /// - Throws: `interrupted`, `unreadableTokens`, `notFinite`.
  func scores(_ rows: [Example], isCancelled: () -> Bool) throws(InferenceError) -> [Double]

  /// Tokenizes a text.
  ///
  /// - Throws: `unreadableTokens`.
  func prepare(_ row: Example) throws -> PreparedQuestion

  /// The unnormalized scores of texts that this scorer has prepared, `[texts, C]`; they may not be finite.
  ///
  /// - Throws: `interrupted`.
  func scores(_ prepared: [PreparedQuestion], isCancelled: () -> Bool) throws -> [Double]
}
