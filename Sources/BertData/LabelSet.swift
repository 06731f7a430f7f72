/// The classes of a classifier, in order, and the values that stand for them in a file.
///
/// Names and values are compared byte for byte, unlike Swift's `==` on strings, for which "é" and "e" + U+0301 are
/// equal.
public struct LabelSet: Sendable {
  /// The classes' names; a label's index is its place here.
  public let names: [String]
  /// The value in the file for each name, as long as `names`.
  public let values: [String]

  /// Further values that stand for each name, as long as `names`; usually all empty.
  public let alternatives: [[String]]

  /// Where a set of labels was given.
  public enum Origin: Sendable, Equatable {
    /// In the option `--labels`; its value.
    case option(String)
    /// In a file given with `--label-file`; its path.
    case file(String)
    /// In a file given with `--label-descriptions`; its path.
    case descriptions(String)
  }

  /// Labels whose values in the file are their names.
  ///
  /// - Parameter names: the classes' names, C. Of equal names the first counts.
  public init(names: [String]) {
    self.init(names: names, values: names, ordered: names.map { _ in [] })
  }

  /// Labels with the values that stand for them in a file; nil where the arrays differ in length.
  ///
  /// - Parameters:
  ///   - names: the classes' names, C.
  ///   - values: the value in the file for each name, C.
  ///   - alternatives: further values for each name, C; nil for none.
  public init?(names: [String], values: [String], alternatives: [[String]]? = nil) {
    guard names.count == values.count, alternatives.map({ $0.count == names.count }) ?? true else { return nil }
    self.init(names: names, values: values, ordered: alternatives ?? names.map { _ in [] })
  }

  private init(names: [String], values: [String], ordered alternatives: [[String]]) {
    self.names = names
    self.values = values
    self.alternatives = alternatives
  }

  /// The set of pairs of a name and a value; a repeated name has several values.
  ///
  /// - Parameters:
  ///   - pairs: the pairs, in the order of the classes.
  ///   - origin: where the pairs were read, for the message.
  /// - Throws: `DataError.labelsDuplicate`, `.labelsTooFew`.
  init(pairs: [(name: String, value: String)], _ origin: Origin) throws(DataError) {
    var names: [String] = []
    var values: [[String]] = []
    var placeOf: [[UInt8]: Int] = [:]
    var taken: Set<[UInt8]> = []
    for (name, value) in pairs {
      guard taken.insert(Array(value.utf8)).inserted else { throw .labelsDuplicate(name: value, in: origin) }
      if let place = placeOf[Array(name.utf8)] {
        values[place].append(value)
      } else {
        placeOf[Array(name.utf8)] = names.count
        names.append(name)
        values.append([value])
      }
    }
    guard names.count > 1 else { throw .labelsTooFew(in: origin) }
    self.init(names: names, values: values.map { $0.first ?? "" }, ordered: values.map { Array($0.dropFirst()) })
  }

  /// The set of the given values, sorted: as numbers if all are integers, else byte for byte, numbers within them by
  /// their value.
  ///
  /// - Parameter values: the values, in any order and repeated.
  public static func inferred(from values: some Sequence<String>) -> LabelSet {
    var index = LabelIndex(nil)
    for value in values { _ = index.resolve(value) }
    return index.sorted().labels
  }

  /// The number of classes.
  public var count: Int { names.count }

  /// The index of the label that a file's value stands for, or nil.
  ///
  /// - Parameter value: the value, compared byte for byte.
  /// - Complexity: O(`count`); readers use a `LabelIndex` instead.
  public func index(of value: String) -> Int? {
    values.firstIndex { $0.utf8.elementsEqual(value.utf8) }
      ?? alternatives.firstIndex { $0.contains { $0.utf8.elementsEqual(value.utf8) } }
  }
}

extension LabelSet: Equatable {
  /// Byte for byte, names and values.
  public static func == (left: LabelSet, right: LabelSet) -> Bool {
    left.names.elementsEqual(right.names) { $0.utf8.elementsEqual($1.utf8) }
      && left.values.elementsEqual(right.values) { $0.utf8.elementsEqual($1.utf8) }
      && left.alternatives.elementsEqual(right.alternatives) {
        $0.elementsEqual($1) { $0.utf8.elementsEqual($1.utf8) }
      }
  }
}

extension LabelSet: Codable {
  private enum CodingKeys: String, CodingKey { case names, values, alternatives }

  /// Reads `names` and, if present, `values` and `alternatives`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    names = try container.decode([String].self, forKey: .names)
    values = try container.decodeIfPresent([String].self, forKey: .values) ?? names
    alternatives =
      try container.decodeIfPresent([[String]].self, forKey: .alternatives) ?? names.map { _ in [] }
    guard values.count == names.count, alternatives.count == names.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container, debugDescription: "as many values as names are needed")
    }
  }

  /// Writes `names`, `values` where they differ, and `alternatives` where there are any.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(names, forKey: .names)
    if !values.elementsEqual(names, by: { $0.utf8.elementsEqual($1.utf8) }) {
      try container.encode(values, forKey: .values)
    }
    if alternatives.contains(where: { !$0.isEmpty }) { try container.encode(alternatives, forKey: .alternatives) }
  }
}
