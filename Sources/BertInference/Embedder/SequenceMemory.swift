import BertText

/// What makes two rows the same to the encoder.
struct SequenceKey: Hashable {
  let ids: [Int32]
  let typeIDs: [Int32]

  init(_ encoding: Encoding) {
    ids = encoding.ids
    typeIDs = encoding.typeIDs
  }
}

/// Vectors of sequences that were encoded lately, in memory that is bounded.
///
/// Two generations: what is asked for moves into the younger one; when that is full, the older one is forgotten and the
/// younger takes its place. So at least the `limit / 2` bytes used last are known.
package struct SequenceMemory {
  private let limit: Int
  private var young: [SequenceKey: [Float]] = [:]
  private var old: [SequenceKey: [Float]] = [:]
  private var bytes = 0

  /// - Parameter limit: Bytes at the most; 0 keeps nothing.
  package init(limit: Int) { self.limit = limit }

  /// Whether anything is kept.
  var isOpen: Bool { limit > 0 }

  /// The vector of a sequence, where it is known.
  mutating func vector(of key: SequenceKey) -> [Float]? {
    guard isOpen else { return nil }
    if let vector = young[key] { return vector }
    guard let vector = old[key] else { return nil }
    keep(vector, of: key)
    return vector
  }

  /// Remembers a vector.
  mutating func keep(_ vector: [Float], of key: SequenceKey) {
    // Three arrays with their headers, and a place in a table that is half empty at the worst.
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
