extension SpecialTokensTemplate {
  /// Cuts the texts to length and puts the special tokens around them.
  /// - Parameter isDetailed: whether tokens, offsets and mask are wanted beside ids and type ids.
  func assemble(
    _ first: SegmentTokens, _ second: SegmentTokens?, options: EncodingOptions, isDetailed: Bool
  ) -> Encoding {
    let pieces = second == nil ? single : pair
    let added = options.addSpecialTokens ? Self.addedCount(pieces) : 0
    var counts = (first: first.ids.count, second: second?.ids.count ?? 0)
    let untruncated = counts.first + counts.second + added
    let limit = options.maxLength.map { max(0, $0) }
    if let limit {
      counts = Truncation.longestFirst(first: counts.first, second: counts.second, limit: max(0, limit - added))
    }

    var result = Encoding(untruncatedCount: untruncated)
    let total = counts.first + counts.second + added
    result.ids.reserveCapacity(total)
    result.typeIDs.reserveCapacity(total)
    if isDetailed {
      result.tokens.reserveCapacity(total)
      result.offsets.reserveCapacity(total)
      result.specialTokensMask.reserveCapacity(total)
    }
    for piece in pieces {
      switch piece {
      case .first(let typeID):
        result.append(first, count: counts.first, typeID: typeID, isDetailed: isDetailed)
      case .second(let typeID):
        guard let second else { continue }
        result.append(second, count: counts.second, typeID: typeID, isDetailed: isDetailed)
      case .special(let ids, let tokens, let typeID):
        guard options.addSpecialTokens else { continue }
        result.ids += ids
        result.typeIDs += repeatElement(typeID, count: ids.count)
        guard isDetailed else { continue }
        result.tokens += tokens
        result.offsets += repeatElement(0..<0, count: ids.count)
        result.specialTokensMask += repeatElement(true, count: ids.count)
      }
    }
    if let limit, result.ids.count > limit { result.cut(to: limit) }
    return result
  }
}

extension Encoding {
  fileprivate mutating func append(_ segment: SegmentTokens, count: Int, typeID: Int32, isDetailed: Bool) {
    ids += segment.ids.prefix(count)
    typeIDs += repeatElement(typeID, count: count)
    guard isDetailed else { return }
    for index in 0..<count { tokens.append(segment.spelling(index)) }
    offsets += segment.offsets.prefix(count)
    specialTokensMask += repeatElement(false, count: count)
  }

  /// Drops what lies beyond a length.
  fileprivate mutating func cut(to length: Int) {
    func cut<Element>(_ array: inout [Element]) {
      if array.count > length { array.removeSubrange(length...) }
    }
    cut(&ids)
    cut(&typeIDs)
    cut(&tokens)
    cut(&offsets)
    cut(&specialTokensMask)
  }
}
