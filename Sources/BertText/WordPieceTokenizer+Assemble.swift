extension WordPieceTokenizer {
  /// Cuts the texts to length and puts the special tokens around them.
  /// - Parameter isPair: whether there is a second text; if not, `second` is empty.
  func assemble(
    _ first: borrowing SegmentEncoder, _ second: borrowing SegmentEncoder, isPair: Bool, options: EncodingOptions,
    tracksOffsets: Bool
  ) -> Encoding {
    let pieces = isPair ? model.template.pair : model.template.single
    let added = options.addSpecialTokens ? SpecialTokensTemplate.addedCount(pieces) : 0
    var counts = (first: first.ids.count, second: second.ids.count)
    let untruncated = counts.first + counts.second + added
    let limit = options.maxLength.map { max(0, $0) }
    if let limit {
      counts = Truncation.longestFirst(first: counts.first, second: counts.second, limit: max(0, limit - added))
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
    if let limit, result.ids.count > limit { result.cut(to: limit) }
    return result
  }

  private func append(
    _ segment: borrowing SegmentEncoder, count: Int, typeID: Int32, to result: inout Encoding, tracksOffsets: Bool
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
