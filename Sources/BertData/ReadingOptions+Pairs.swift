extension ReadingOptions {
  /// The column of the first text of a pair, unless another is named.
  public static let anchorColumn = "anchor"
  /// The column of the second text of a pair, unless another is named.
  public static let positiveColumn = "positive"
  /// The column of a number that says how similar the two texts of a row are.
  public static let scoreColumn = "score"
  /// The columns of texts that do not match the anchor: one, or several with numbers.
  public static let negativeColumns = ["negative"] + (1...64).map { "negative_\($0)" }

  /// These options for rows of an anchor and a positive. The score and then the negatives are carried along where the
  /// file has them.
  public var ofTextPairs: ReadingOptions {
    var options = self
    options.needsLabels = false
    options.textColumn = textColumn ?? Self.anchorColumn
    options.textPairColumn = textPairColumn ?? Self.positiveColumn
    options.carriedColumns = []
    options.idColumn = nil
    options.optionalColumns = [Self.scoreColumn] + Self.negativeColumns
    return options
  }
}
