/// Finds a label by the bytes of its value; grows where the set is inferred from the file.
struct LabelIndex {
  private struct Key: Hashable {
    let bytes: [UInt8]
  }

  /// Up to this many spellings a search by comparison is quicker than a hash.
  private static let linear = 16

  private let given: LabelSet?
  /// The spellings in the order met, and the label that each stands for.
  private var spellings: [[UInt8]] = []
  private var labelOf: [Int] = []
  private var positions: [Key: Int] = [:]
  /// Labels that are numbers, by the number.
  private var numbers: [Key: Int] = [:]
  /// How many labels there are; fewer than spellings where several mean one.
  private(set) var count = 0
  /// Labels that were met in several spellings of one number.
  private(set) var joined: Set<Int> = []
  /// Values that were read without the white space around them.
  private(set) var trimmed = 0

  /// - Parameter labels: the given set, or nil to infer it.
  init(_ labels: LabelSet?) {
    given = labels
    guard let labels else { return }
    for value in labels.values { addLabel(Array(value.utf8)) }
    for (index, others) in labels.alternatives.enumerated() where index < count {
      for value in others { append(Array(value.utf8), label: index) }
    }
    // Where two given labels are spellings of one number, a third spelling stands for neither.
    var seen: Set<Key> = []
    for spelling in spellings {
      guard let number = LabelSpelling.number(spelling) else { continue }
      if !seen.insert(Key(bytes: number)).inserted { numbers[Key(bytes: number)] = nil }
    }
  }

  /// The index of a label that is in the set already.
  func resolveKnown(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if spellings.count <= Self.linear {
      for index in spellings.indices where spellings[index].count == bytes.count {
        if spellings[index].elementsEqual(bytes) { return labelOf[index] }
      }
      return nil
    }
    return positions[Key(bytes: Array(bytes))].map { labelOf[$0] }
  }

  /// The index of a label: its place in the given set, or in the order of appearance where the set is inferred; nil
  /// where the given set lacks it. A number is the same label however it is written (`1`, `1.0`, `01`).
  ///
  /// - Parameters:
  ///   - bytes: the value without white space around it.
  ///   - wasTrimmed: whether there was white space around the value.
  mutating func resolve(_ bytes: UnsafeBufferPointer<UInt8>, wasTrimmed: Bool = false) -> Int? {
    if wasTrimmed { trimmed += 1 }
    if let index = resolveKnown(bytes) { return index }
    if let number = LabelSpelling.number(bytes), let label = numbers[Key(bytes: number)] {
      append(Array(bytes), label: label)
      joined.insert(label)
      return label
    }
    guard given == nil else { return nil }
    addLabel(Array(bytes))
    return count - 1
  }

  mutating func resolve(_ value: String) -> Int? {
    Array(value.utf8).withUnsafeBufferPointer { resolve($0) }
  }

  /// Whether a label stands for a value, byte for byte or as another way to write its number.
  func holds(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    if bytes.withUnsafeBufferPointer({ resolveKnown($0) }) != nil { return true }
    return LabelSpelling.number(bytes).map { numbers[Key(bytes: $0)] != nil } ?? false
  }

  private mutating func addLabel(_ value: [UInt8]) {
    append(value, label: count)
    if let number = LabelSpelling.number(value) { numbers[Key(bytes: number)] = count }
    count += 1
  }

  private mutating func append(_ value: [UInt8], label: Int) {
    // Of equal values the first counts.
    if positions[Key(bytes: value)] == nil { positions[Key(bytes: value)] = spellings.count }
    spellings.append(value)
    labelOf.append(label)
  }

  /// A name for each label: of several spellings of one number the shortest.
  private var values: [[UInt8]] {
    var values = [[UInt8]](repeating: [], count: count)
    for (spelling, label) in zip(spellings, labelOf) {
      if values[label].isEmpty || spelling.count < values[label].count { values[label] = spelling }
    }
    return values
  }

  /// The labels as the file spells them, by their index; of a given set, the first value of each label.
  var names: [String] { given?.values ?? values.map { String(decoding: $0, as: UTF8.self) } }

  /// The spellings that stand for a label.
  func spellings(of label: Int) -> [String] {
    zip(spellings, labelOf).compactMap { $1 == label ? String(decoding: $0, as: UTF8.self) : nil }
  }

  /// The inferred set in its order, and for each index that ``resolve(_:wasTrimmed:)`` returned the index in that set.
  /// A given set is returned unchanged.
  func sorted() -> (labels: LabelSet, placeOf: [Int]) {
    if let given { return (given, Array(given.names.indices)) }
    let values = values
    let names = values.map { String(decoding: $0, as: UTF8.self) }
    let numbers = names.compactMap { Int($0) }
    let order: [Int]
    if numbers.count == names.count {
      order = names.indices.sorted {
        numbers[$0] != numbers[$1] ? numbers[$0] < numbers[$1] : values[$0].lexicographicallyPrecedes(values[$1])
      }
    } else {
      order = names.indices.sorted { LabelSpelling.precedes(values[$0], values[$1]) }
    }
    var placeOf = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { placeOf[index] = place }
    return (LabelSet(names: order.map { names[$0] }), placeOf)
  }
}
