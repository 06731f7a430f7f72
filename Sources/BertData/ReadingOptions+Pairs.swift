extension ReadingOptions {
  /// The columns of pairs of texts unless others are named.
  public static let anchorColumn = "anchor"
  /// See ``anchorColumn``.
  public static let positiveColumn = "positive"
  /// The column of a number that says how alike the two texts of a row are.
  public static let scoreColumn = "score"
  /// The columns of texts that do not go with the first: one, or several with numbers.
  public static let negativeColumns = ["negative"] + (1...64).map { "negative_\($0)" }

  /// As these, for rows of two texts that go together: their score, if there is one, and then the negatives travel along.
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
