import BertText

/// The tokens of a sequence: two rows with the same key have the same vector.
struct SequenceKey: Hashable {
  let ids: [Int32]
  let typeIDs: [Int32]

  init(_ encoding: Encoding) {
    ids = encoding.ids
    typeIDs = encoding.typeIDs
  }
}

/// A cache of the vectors of recent sequences, in bounded memory.
///
/// It has two generations: a vector that is used moves into the younger one. When that is full, the older one is
/// dropped and the younger one takes its place. So at least the `limit / 2` bytes used last are kept.
package struct SequenceMemory {
  private let limit: Int
  private var young: [SequenceKey: [Float]] = [:]
  private var old: [SequenceKey: [Float]] = [:]
  private var bytes = 0

  /// - Parameter limit: The most bytes; 0 keeps nothing.
  package init(limit: Int) { self.limit = limit }

  /// Whether anything is kept.
  var isOpen: Bool { limit > 0 }

  /// The vector of a sequence; nil where it is not kept.
  mutating func vector(of key: SequenceKey) -> [Float]? {
    guard isOpen else { return nil }
    if let vector = young[key] { return vector }
    guard let vector = old[key] else { return nil }
    keep(vector, of: key)
    return vector
  }

  /// Keeps a vector.
  mutating func keep(_ vector: [Float], of key: SequenceKey) {
    // Three arrays with their headers, and an entry in a hash table that is half empty at worst.
    let size = 4 * (vector.count + key.ids.count + key.typeIDs.count) + 3 * 32 + 2 * 24
    if bytes + size > limit / 2 {
      old = young
      young = [:]
      bytes = 0
    }
    young[key] = vector
    bytes += size
  }
}
