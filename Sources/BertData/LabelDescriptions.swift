public import Foundation

/// What labels mean, in words: what a model that never learnt the labels compares texts with, and what training may learn from
/// beside its rows.
public struct LabelDescriptions: Sendable, Equatable, Codable {
  /// The labels, in order, C.
  public let names: [String]
  /// The descriptions of each label, one at least, `[C]`.
  public let texts: [[String]]

  /// Descriptions in the place of the values of a set of labels: what stands for a label is what it means.
  public init(_ labels: LabelSet) {
    names = labels.names
    texts = zip(labels.values, labels.alternatives).map { [$0] + $1 }
  }

  /// Reads `pos=a positive review,neg=a negative review`, in the form of ``LabelSet/init(parsing:)``; a name that comes
  /// again has several descriptions, and one without a description is its own.
  ///
  /// - Throws: `DataError.labelsEmptyName`, `.labelsDuplicate`, `.labelsTooFew`, `.labelsQuoting`.
  public init(parsing list: String) throws(DataError) {
    self.init(try LabelSet(parsing: list))
  }

  /// Reads a label, a tab and a description a line; several lines of a label are several descriptions.
  ///
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
