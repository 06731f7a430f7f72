/// Sequences concatenated without padding. Legend: `B` sequences, `T` tokens in all.
public struct TokenBatch: Sendable, Equatable {
  /// `[T]`
  public let ids: [Int32]
  /// `[T]`
  public let typeIDs: [Int32]
  /// `[B + 1]`: the offset of each sequence's first token, then `T` (FlashAttention's `cu_seqlens`).
  public let boundaries: [Int]

  /// Concatenates encodings, in their order.
  public init(_ encodings: some Sequence<Encoding>) {
    var ids: [Int32] = []
    var typeIDs: [Int32] = []
    var boundaries = [0]
    for encoding in encodings {
      precondition(encoding.ids.count == encoding.typeIDs.count, "an encoding needs one type id for each id")
      ids += encoding.ids
      typeIDs += encoding.typeIDs
      boundaries.append(ids.count)
    }
    self.ids = ids
    self.typeIDs = typeIDs
    self.boundaries = boundaries
  }

  /// `B`
  public var sequenceCount: Int { boundaries.count - 1 }
  /// `T`
  public var tokenCount: Int { ids.count }
  /// The number of tokens of the longest sequence; 0 for an empty batch.
  public var longest: Int {
    zip(boundaries.dropFirst(), boundaries).map { $0 - $1 }.max() ?? 0
  }
}
