public import Foundation

/// Descriptions of what labels mean. Zero-shot classification compares texts with them, and training may learn from
/// them in addition to its rows.
public struct LabelDescriptions: Sendable, Equatable, Codable {
  /// The labels, in order, C.
  public let names: [String]
  /// The descriptions of each label, one at least, `[C]`.
  public let texts: [[String]]

  /// Takes the values of each label, which a list gives as `name=value`, as its descriptions.
  ///
  /// - Parameter labels: the labels with their descriptions as values.
  public init(_ labels: LabelSet) {
    names = labels.names
    texts = zip(labels.values, labels.alternatives).map { [$0] + $1 }
  }

  /// Reads `pos=a positive review,neg=a negative review`, in the form of ``LabelSet/init(parsing:)``; a repeated name
  /// has several descriptions, and a name without a description describes itself.
  ///
  /// - Parameter list: the list.
  /// - Throws: `DataError.labelsEmptyName`, `.labelsDuplicate`, `.labelsTooFew`, `.labelsQuoting`.
  public init(parsing list: String) throws(DataError) {
    self.init(try LabelSet(parsing: list))
  }

  /// Reads a label, a tab and a description a line; several lines of a label are several descriptions.
  ///
  /// - Parameter file: the file.
  /// - Throws: `DataError.fileMissing`, `.cannotOpen`, `.encoding`, `.notText`, `.descriptionsMalformed`,
  ///   `.labelsDuplicate`, `.labelsTooFew`.
  public init(contentsOf file: URL) throws(DataError) {
    let name = file.relativePath
    var pairs: [(name: String, value: String)] = []
    try LabelSet.forEachLine(of: file, malformed: { .descriptionsMalformed(file: name, line: $0) }) { fields in
      guard fields.count == 2 else { return false }
      pairs.append((fields[0], fields[1]))
      return true
    }
    self.init(try LabelSet(pairs: pairs, .descriptions(name)))
  }
}
