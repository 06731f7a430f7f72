import BertData

/// Gives texts a score for each label, by what the labels mean.
protocol LabelScorer: Sendable {
  /// The unnormalized scores of rows.
  ///
  /// - Parameters:
  ///   - rows: Single texts.
  ///   - isCancelled: Asked before batches.
  /// - Returns: `[rows, C]`, row after row, before the temperature.
  /// - Throws: `interrupted`, `unreadableTokens`, `notFinite`.
  func scores(_ rows: [Example], isCancelled: () -> Bool) throws(InferenceError) -> [Double]

  /// Cuts a text into tokens.
  ///
  /// - Throws: `unreadableTokens`.
  func prepare(_ row: Example) throws -> PreparedQuestion

  /// The unnormalized scores of texts that this scorer has prepared, which may be none that are numbers, `[texts, C]`.
  ///
  /// - Throws: `interrupted`.
  func scores(_ prepared: [PreparedQuestion], isCancelled: () -> Bool) throws -> [Double]
}
