/// The classes of a classifier, in order, and the values that stand for them in a file.
///
/// Names and values are compared byte for byte: Swift's `==` on strings holds "é" and "e" + U+0301 to be equal, files
/// do not.
public struct LabelSet: Sendable {
  /// The classes' names; a label's index is its place here.
  public let names: [String]
  /// The value in the file for each name, as long as `names`.
  public let values: [String]

  /// Labels whose values in the file are their names. Of equal names the first counts.
  public init(names: [String]) {
    self.names = names
    values = names
  }

  /// Labels with the values that stand for them in a file; nil where there are not as many of these as of those.
  public init?(names: [String], values: [String]) {
    guard names.count == values.count else { return nil }
    self.names = names
    self.values = values
  }

  private init(names: [String], parsedValues values: [String]) {
    self.names = names
    self.values = values
  }

  /// Reads `pos,neg,neu`, or `ham=0,spam=1` where the file's values differ from the names. White space around a name
  /// or a value is dropped.
  ///
  /// - Throws: `DataError.labelsEmptyName`, `.labelsDuplicate`, `.labelsTooFew`.
  public init(parsing list: String) throws(DataError) {
    var names: [String] = []
    var values: [String] = []
    for entry in list.utf8.split(separator: Byte.comma, omittingEmptySubsequences: false) {
      let parts = entry.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = Self.trimmed(parts[0])
      let value = parts.count > 1 ? Self.trimmed(parts[1]) : name
      guard !name.isEmpty, !value.isEmpty else { throw .labelsEmptyName(list: list) }
      if names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { throw .labelsDuplicate(name: name, list: list) }
      if values.contains(where: { $0.utf8.elementsEqual(value.utf8) }) {
        throw .labelsDuplicate(name: value, list: list)
      }
      names.append(name)
      values.append(value)
    }
    guard names.count > 1 else { throw .labelsTooFew(list: list) }
    self.init(names: names, parsedValues: values)
  }

  /// The set of the given values, sorted: as numbers if all are integers, else byte for byte.
  public static func inferred(from values: some Sequence<String>) -> LabelSet {
    var index = LabelIndex(nil)
    for value in values { _ = index.resolve(value) }
    return index.sorted().labels
  }

  /// The number of classes.
  public var count: Int { names.count }

  /// The index of the label that a file's value stands for, or nil. Byte for byte.
  ///
  /// - Complexity: O(`count`); a reader goes through a `LabelIndex` instead.
  public func index(of value: String) -> Int? {
    values.firstIndex { $0.utf8.elementsEqual(value.utf8) }
  }

  private static func trimmed(_ bytes: Substring.UTF8View) -> String {
    var rest = bytes
    while let first = rest.first, Byte.isWhitespace(first) { rest.removeFirst() }
    while let last = rest.last, Byte.isWhitespace(last) { rest.removeLast() }
    return String(Substring(rest))
  }
}

extension LabelSet: Equatable {
  /// Byte for byte, names and values.
  public static func == (left: LabelSet, right: LabelSet) -> Bool {
    left.names.elementsEqual(right.names) { $0.utf8.elementsEqual($1.utf8) }
      && left.values.elementsEqual(right.values) { $0.utf8.elementsEqual($1.utf8) }
  }
}

extension LabelSet: Codable {
  private enum CodingKeys: String, CodingKey { case names, values }

  /// Reads `names` and, if present, `values`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    names = try container.decode([String].self, forKey: .names)
    values = try container.decodeIfPresent([String].self, forKey: .values) ?? names
    guard values.count == names.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container, debugDescription: "as many values as names are needed")
    }
  }

  /// Writes `names`, and `values` where they differ.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(names, forKey: .names)
    if !values.elementsEqual(names, by: { $0.utf8.elementsEqual($1.utf8) }) {
      try container.encode(values, forKey: .values)
    }
  }
}
