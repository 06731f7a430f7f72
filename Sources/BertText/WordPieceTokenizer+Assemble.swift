extension WordPieceTokenizer {
  /// Cuts the texts to length and puts the special tokens around them.
  func assemble(
    _ first: SegmentEncoder, _ second: SegmentEncoder?, options: EncodingOptions, tracksOffsets: Bool
  ) -> Encoding {
    let pieces = second == nil ? model.template.single : model.template.pair
    let added = options.addSpecialTokens ? SpecialTokensTemplate.addedCount(pieces) : 0
    var counts = (first: first.ids.count, second: second?.ids.count ?? 0)
    let untruncated = counts.first + counts.second + added
    if let maxLength = options.maxLength {
      counts = Truncation.longestFirst(
        first: counts.first, second: counts.second, limit: max(0, max(0, maxLength) - added))
    }

    var result = Encoding(untruncatedCount: untruncated)
    let total = counts.first + counts.second + added
    result.ids.reserveCapacity(total)
    result.typeIDs.reserveCapacity(total)
    if tracksOffsets {
      result.tokens.reserveCapacity(total)
      result.offsets.reserveCapacity(total)
      result.specialTokensMask.reserveCapacity(total)
    }
    for piece in pieces {
      switch piece {
      case .first(let typeID):
        append(first, count: counts.first, typeID: typeID, to: &result, tracksOffsets: tracksOffsets)
      case .second(let typeID):
        guard let second else { continue }
        append(second, count: counts.second, typeID: typeID, to: &result, tracksOffsets: tracksOffsets)
      case .special(let ids, let tokens, let typeID):
        guard options.addSpecialTokens else { continue }
        result.ids += ids
        result.typeIDs += repeatElement(typeID, count: ids.count)
        guard tracksOffsets else { continue }
        result.tokens += tokens
        result.offsets += repeatElement(0..<0, count: ids.count)
        result.specialTokensMask += repeatElement(true, count: ids.count)
      }
    }
    if let maxLength = options.maxLength, result.ids.count > max(0, maxLength) { result.cut(to: max(0, maxLength)) }
    return result
  }

  private func append(
    _ segment: SegmentEncoder, count: Int, typeID: Int32, to result: inout Encoding, tracksOffsets: Bool
  ) {
    result.ids += segment.ids.prefix(count)
    result.typeIDs += repeatElement(typeID, count: count)
    guard tracksOffsets else { return }
    let start = result.tokens.count
    for id in segment.ids.prefix(count) { result.tokens.append(token(for: id) ?? "") }
    for (index, text) in segment.spellings where index < count { result.tokens[start + index] = text }
    result.offsets += segment.offsets.prefix(count)
    result.specialTokensMask += repeatElement(false, count: count)
  }
}

extension Encoding {
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
