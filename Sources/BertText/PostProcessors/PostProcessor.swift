/// Cuts texts to length, puts special tokens around them, and makes encodings of them.
struct PostProcessor: Sendable, Equatable {
  /// Which special tokens stand where.
  var template: SpecialTokensTemplate
  /// White space that offsets leave out.
  var trimming: [OffsetTrimming] = []
  /// Whether the windows that were cut off have the template's types (RoBERTa's). Otherwise, as the reference has it, those
  /// of the first text have 0 and those of the second 1, whatever the template says of the windows that come first.
  var windowsAreOfTemplateType = false

  /// The same frame for a model that tells the texts of a pair apart by nothing: all types are 0, those of windows too.
  var withoutTypes: PostProcessor {
    PostProcessor(template: template.withoutTypes, trimming: trimming, windowsAreOfTemplateType: true)
  }

  /// The encoding of a text or a pair.
  /// - Parameter isDetailed: whether tokens, offsets and mask are wanted beside ids and type ids.
  func encoding(
    _ first: SegmentTokens, _ second: SegmentTokens?, _ options: EncodingOptions, isDetailed: Bool
  ) -> Encoding {
    let plan = plan(first, second, options)
    var result = Encoding(untruncatedCount: plan.untruncated)
    assemble(first, plan.first[0], second, plan.second[0], options, isDetailed, into: &result)
    return result
  }

  /// The encoding of a text or a pair, then those of what was cut off: each window of the first text with what remains
  /// of the second and with its windows, then what remains of the first with the second's windows.
  func windows(_ first: SegmentTokens, _ second: SegmentTokens?, _ options: EncodingOptions) -> [Encoding] {
    let plan = plan(first, second, options)
    var pairs = [(plan.first[0], plan.second[0])]
    for window in plan.first.dropFirst() { pairs += plan.second.map { (window, $0) } }
    pairs += plan.second.dropFirst().map { (plan.first[0], $0) }
    return pairs.map { pair in
      var result = Encoding(untruncatedCount: plan.untruncated)
      assemble(
        first, pair.0, second, pair.1, options, true, isFirstCutOff: pair.0 != plan.first[0],
        isSecondCutOff: pair.1 != plan.second[0], into: &result)
      return result
    }
  }

  private func plan(
    _ first: SegmentTokens, _ second: SegmentTokens?, _ options: EncodingOptions
  ) -> (first: [Range<Int>], second: [Range<Int>], untruncated: Int) {
    let added = options.addSpecialTokens ? template.addedCount(isPair: second != nil) : 0
    let counts = (first: first.ids.count, second: second?.ids.count ?? 0)
    var lengths = counts
    if let limit = options.maxLength {
      lengths = Truncation.counts(
        first: counts.first, second: second?.ids.count, limit: max(0, limit - added), options.strategy)
    }
    func windows(_ count: Int, _ length: Int) -> [Range<Int>] {
      Truncation.windows(count: count, length: length, stride: options.stride, options.truncationSide)
    }
    return (
      windows(counts.first, lengths.first), windows(counts.second, lengths.second), counts.first + counts.second + added
    )
  }

  private func assemble(
    _ first: SegmentTokens, _ firstRange: Range<Int>, _ second: SegmentTokens?, _ secondRange: Range<Int>,
    _ options: EncodingOptions, _ isDetailed: Bool, isFirstCutOff: Bool = false, isSecondCutOff: Bool = false,
    into result: inout Encoding
  ) {
    let pieces = second == nil ? template.single : template.pair
    let total = firstRange.count + secondRange.count + 4
    result.ids.reserveCapacity(total)
    result.typeIDs.reserveCapacity(total)
    for piece in pieces {
      switch piece {
      case .first(let typeID):
        append(first, firstRange, isFirstCutOff && !windowsAreOfTemplateType ? 0 : typeID, isDetailed, to: &result)
      case .second(let typeID):
        guard let second else { continue }
        append(second, secondRange, isSecondCutOff && !windowsAreOfTemplateType ? 1 : typeID, isDetailed, to: &result)
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
    if let limit = options.maxLength, result.ids.count > max(0, limit), !isFirstCutOff, !isSecondCutOff {
      result.cut(to: max(0, limit))
    }
  }

  private func append(
    _ segment: SegmentTokens, _ range: Range<Int>, _ typeID: Int32, _ isDetailed: Bool, to result: inout Encoding
  ) {
    result.ids += segment.ids[range]
    result.typeIDs += repeatElement(typeID, count: range.count)
    guard isDetailed else { return }
    for index in range {
      let spelling = segment.spelling(index)
      var offsets = segment.offsets[index]
      for trimming in trimming { trimming.trim(&offsets, spelling, isFirst: index == range.lowerBound) }
      result.tokens.append(spelling)
      result.offsets.append(offsets)
    }
    result.specialTokensMask += repeatElement(false, count: range.count)
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
