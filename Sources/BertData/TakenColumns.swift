/// The columns that a reader used, so that a later one can use them again.
public struct TakenColumns: Sendable, Equatable, Codable {
  /// The column of the text; several are separated by commas.
  public var text: String?
  /// The column of the second text of a pair.
  public var pair: String?
  /// The column of the label, where one column has it.
  public var label: String?

  /// Columns by their names; each parameter sets the property of its name.
  public init(text: String? = nil, pair: String? = nil, label: String? = nil) {
    self.text = text
    self.pair = pair
    self.label = label
  }
}

extension ReadingOptions {
  /// These options with the usual columns in place of those that are not named, where the file has them and no column
  /// gets two roles.
  func taking(_ usual: TakenColumns?, from finder: ColumnFinder) -> ReadingOptions {
    guard let usual, !hasNoHeader else { return self }
    var options = self
    var named = [textColumn, textPairColumn, needsLabelColumn ? labelColumn : nil].compactMap { $0 } + labelColumns
    func free(_ name: String?) -> String? {
      guard let name, let places = finder.uniquePlaces(of: name) else { return nil }
      let others = named.compactMap(finder.uniquePlaces).joined()
      guard !places.contains(where: others.contains) else { return nil }
      named.append(name)
      return name
    }
    if textColumn == nil { options.textColumn = free(usual.text) }
    if textPairColumn == nil { options.textPairColumn = free(usual.pair) }
    if needsLabelColumn, labelColumn == nil { options.labelColumn = free(usual.label) }
    return options
  }
}
