/// The columns that a reader took, so that a later one can take them again.
public struct TakenColumns: Sendable, Equatable, Codable {
  /// That of the text; several have commas between.
  public var text: String?
  /// That of the second text of a pair.
  public var pair: String?
  /// That of the label, where one column has it.
  public var label: String?

  /// Columns by their names.
  public init(text: String? = nil, pair: String? = nil, label: String? = nil) {
    self.text = text
    self.pair = pair
    self.label = label
  }
}

extension ReadingOptions {
  /// As these, with the usual columns in the place of those that are not named, where the file has them and none is named for
  /// two things.
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
