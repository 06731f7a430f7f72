/// Finds a label by the bytes of its value; grows when the set is to be learnt from the file.
struct LabelIndex {
  private struct Key: Hashable {
    let bytes: [UInt8]
  }

  /// Up to this many labels a search by comparison is quicker than a hash.
  private static let linear = 16

  private let given: LabelSet?
  private var values: [[UInt8]] = []
  private var positions: [Key: Int] = [:]

  /// - Parameter labels: the fixed set, or nil to learn it.
  init(_ labels: LabelSet?) {
    given = labels
    for value in labels?.values ?? [] { append(Array(value.utf8)) }
  }

  /// The index of a label that is in the set already.
  func resolveKnown(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if values.count <= Self.linear {
      for index in values.indices where values[index].count == bytes.count {
        if values[index].elementsEqual(bytes) { return index }
      }
      return nil
    }
    return positions[Key(bytes: Array(bytes))]
  }

  /// The label's index: its place in the given set, or the order of appearance where the set is learnt; nil when the
  /// set is given and lacks it.
  mutating func resolve(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if let index = resolveKnown(bytes) { return index }
    guard given == nil else { return nil }
    append(Array(bytes))
    return values.count - 1
  }

  mutating func resolve(_ value: String) -> Int? {
    Array(value.utf8).withUnsafeBufferPointer { resolve($0) }
  }

  private mutating func append(_ value: [UInt8]) {
    // Of equal values the first counts.
    if positions[Key(bytes: value)] == nil { positions[Key(bytes: value)] = values.count }
    values.append(value)
  }

  /// The learnt set in its order, and for each index given out its place there. A given set comes back as it is.
  func sorted() -> (labels: LabelSet, placeOf: [Int]) {
    if let given { return (given, Array(given.names.indices)) }
    let names = values.map { String(decoding: $0, as: UTF8.self) }
    let numbers = names.compactMap { Int($0) }
    let order: [Int]
    if numbers.count == names.count {
      // "1" and "01" are two labels of one number; their bytes decide.
      order = names.indices.sorted {
        numbers[$0] != numbers[$1] ? numbers[$0] < numbers[$1] : values[$0].lexicographicallyPrecedes(values[$1])
      }
    } else {
      order = names.indices.sorted { values[$0].lexicographicallyPrecedes(values[$1]) }
    }
    var placeOf = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { placeOf[index] = place }
    return (LabelSet(names: order.map { names[$0] }), placeOf)
  }
}
