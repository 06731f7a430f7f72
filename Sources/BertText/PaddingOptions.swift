/// How encodings are padded to one length.
public struct PaddingOptions: Sendable, Equatable {
  /// The least length in tokens; `nil` for the length of the longest encoding.
  public var length: Int?
  /// The end at which padding is added.
  public var side: EncodingOptions.Side
  /// The length is rounded up to a multiple of this; `nil` for any length.
  public var multiple: Int?
  /// The id of the padding token.
  public var id: Int32
  /// The type id of the padding token.
  public var typeID: Int32

  /// Options from their parts.
  public init(
    length: Int? = nil, side: EncodingOptions.Side = .right, multiple: Int? = nil, id: Int32 = 0, typeID: Int32 = 0
  ) {
    self.length = length
    self.side = side
    self.multiple = multiple
    self.id = id
    self.typeID = typeID
  }
}

/// Sequences padded to one length, for users who need a rectangular array; the encoder of this package takes a
/// `TokenBatch`. Legend: `B` sequences, `L` their common length.
public struct PaddedBatch: Sendable, Equatable {
  /// `[B, L]`
  public let ids: [Int32]
  /// `[B, L]`
  public let typeIDs: [Int32]
  /// `[B, L]`: 1 for a token, 0 for padding.
  public let attentionMask: [Int32]
  /// `B`
  public let sequenceCount: Int
  /// `L`: the length of the padding options, or that of the longest encoding where it is greater.
  public let length: Int

  /// Pads encodings, in their order.
  /// - Parameters:
  ///   - encodings: the sequences.
  ///   - padding: the length, the side and the padding token.
  public init(_ encodings: [Encoding], padding: PaddingOptions) {
    let longest = encodings.map(\.ids.count).max() ?? 0
    var length = max(padding.length ?? longest, longest)
    if let multiple = padding.multiple, multiple > 1 { length = (length + multiple - 1) / multiple * multiple }
    func rectangle(_ row: (Encoding) -> [Int32], _ filler: Int32) -> [Int32] {
      encodings.flatMap { encoding in
        let row = row(encoding)
        let filling = [Int32](repeating: filler, count: length - row.count)
        return padding.side == .right ? row + filling : filling + row
      }
    }
    ids = rectangle(\.ids, padding.id)
    typeIDs = rectangle(\.typeIDs, padding.typeID)
    attentionMask = rectangle({ [Int32](repeating: 1, count: $0.ids.count) }, 0)
    sequenceCount = encodings.count
    self.length = length
  }
}
