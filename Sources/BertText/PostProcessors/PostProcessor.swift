/// Truncates texts, adds special tokens around them, and makes their encodings.
struct PostProcessor: Sendable, Equatable {
  /// The places of the special tokens.
  var template: SpecialTokensTemplate
  /// White space that is excluded from offsets.
  var trimming: [OffsetTrimming] = []
  /// Whether overflowing windows get the template's types (as in RoBERTa's post-processor). Otherwise those of the
  /// first text get 0 and those of the second 1, whatever the template says of the truncated text, as in the reference.
  var windowsAreOfTemplateType = false
  /// What a user should know about the file's section `post_processor`, one line each.
  var warnings: [String] = []

  /// The same post-processor for a model without token types: all types are 0, those of windows too.
  var withoutTypes: PostProcessor {
    var frame = self
    frame.template = template.withoutTypes
    frame.windowsAreOfTemplateType = true
    return frame
  }

  /// The encoding of a text or a pair.
  /// - Parameter isDetailed: whether the encoding has tokens, offsets and the mask, besides ids and type ids.
  func encoding(
    _ first: SegmentTokens, _ second: SegmentTokens?, _ options: EncodingOptions, isDetailed: Bool
  ) -> Encoding {
    do throws(EncodingFault) {
      let pieces = try pieces(first, second, options)
      let plan = plan(first, second, pieces, options)
      var result = Encoding(untruncatedCount: plan.untruncated)
      assemble(pieces, first, second, plan, [], options, isDetailed, into: &result)
      return result
    } catch {
      return Encoding(fault: error)
    }
  }

  /// The truncated encoding of a text or a pair, then the encodings of its overflowing windows: each window of the
  /// first text with the truncated second text and with each of its windows, then the truncated first text with the
  /// second's windows. The order is that of the texts in the template. Where the template contains a text more than
  /// once, the number of combinations is limited to about `greatestCombinations`.
  func windows(_ first: SegmentTokens, _ second: SegmentTokens?, _ options: EncodingOptions) -> [Encoding] {
    let pieces: [TextLayout.Piece]
    do throws(EncodingFault) {
      pieces = try self.pieces(first, second, options)
    } catch {
      return [Encoding(fault: error)]
    }
    let plan = plan(first, second, pieces, options)
    // For each encoding the window of each of the template's texts; 0 is the truncated text.
    var choices: [[Int]] = [[]]
    let repeats = pieces.count { !$0.isSpecial } > (second == nil ? 1 : 2)
    for piece in pieces where !piece.isSpecial {
      let count = piece.isFirst ? plan.first.count : plan.second.count
      var longer = [choices[0] + [0]]
      for choice in choices.dropFirst() {
        guard !repeats || longer.count < Self.greatestCombinations else { break }
        longer += (0..<count).map { choice + [$0] }
      }
      longer += (1..<count).map { choices[0] + [$0] }
      choices = longer
    }
    return choices.map { choice in
      var result = Encoding(untruncatedCount: plan.untruncated)
      assemble(pieces, first, second, plan, choice, options, true, into: &result)
      return result
    }
  }

  /// The limit of the combinations of windows, where a template contains a text more than once.
  private static let greatestCombinations = 65_536

  /// The windows of both texts, the truncated text first, and the number of tokens before truncation.
  private typealias Plan = (first: [Range<Int>], second: [Range<Int>], untruncated: Int)

  /// The pieces of the encoding, in order.
  /// - Throws: why a text could not be tokenized, or the template cannot be applied.
  private func pieces(
    _ first: SegmentTokens, _ second: SegmentTokens?, _ options: EncodingOptions
  ) throws(EncodingFault) -> [TextLayout.Piece] {
    if let fault = first.fault ?? second?.fault { throw fault }
    let layout = template.layout(isPair: second != nil)
    return try (options.addSpecialTokens ? layout.framed : layout.bare).get()
  }

  /// The number of special tokens that truncation leaves room for.
  private func room(isPair: Bool, _ options: EncodingOptions) -> Int {
    options.addSpecialTokens ? template.layout(isPair: isPair).room : 0
  }

  private func plan(
    _ first: SegmentTokens, _ second: SegmentTokens?, _ pieces: [TextLayout.Piece], _ options: EncodingOptions
  ) -> Plan {
    let room = room(isPair: second != nil, options)
    let counts = (first: first.ids.count, second: second?.ids.count ?? 0)
    var lengths = counts
    if let limit = options.maxLength {
      lengths = Truncation.counts(
        first: counts.first, second: second?.ids.count, limit: max(0, limit - room), options.strategy)
    }
    func windows(_ count: Int, _ length: Int) -> [Range<Int>] {
      Truncation.windows(count: count, length: length, stride: options.stride, options.truncationSide)
    }
    return (
      windows(counts.first, lengths.first), windows(counts.second, lengths.second),
      pieces.reduce(0) { total, piece in
        total + (piece.isSpecial ? piece.specialCount : piece.isFirst ? counts.first : counts.second)
      }
    )
  }

  /// - Parameter choice: the window of each of the template's texts; empty for the truncated texts.
  private func assemble(
    _ pieces: [TextLayout.Piece], _ first: SegmentTokens, _ second: SegmentTokens?, _ plan: Plan, _ choice: [Int],
    _ options: EncodingOptions, _ isDetailed: Bool, into result: inout Encoding
  ) {
    let total = plan.first[0].count + plan.second[0].count + 4
    result.ids.reserveCapacity(total)
    result.typeIDs.reserveCapacity(total)
    var place = 0
    var isCutOff = false
    for piece in pieces {
      switch piece {
      case .first(let typeID, let cutOffTypeID), .second(let typeID, let cutOffTypeID):
        let window = place < choice.count ? choice[place] : 0
        place += 1
        guard let text = piece.isFirst ? first : second else { continue }
        let range = (piece.isFirst ? plan.first : plan.second)[window]
        isCutOff = isCutOff || window > 0
        append(
          text, range, window > 0 && !windowsAreOfTemplateType ? cutOffTypeID : typeID, isDetailed, to: &result)
      case .special(let ids, let tokens, let typeID, let isMarked):
        result.ids += ids
        result.typeIDs += repeatElement(typeID, count: ids.count)
        guard isDetailed else { continue }
        result.tokens += tokens
        result.offsets += repeatElement(0..<0, count: ids.count)
        result.specialTokensMask += repeatElement(isMarked, count: ids.count)
      }
    }
    // The special tokens alone may exceed the limit. A text that the template contains twice, or special tokens that
    // `room` does not count, cut nothing, as in the reference.
    if let limit = options.maxLength, plan.first[0].isEmpty, plan.second[0].isEmpty, !isCutOff,
      room(isPair: second != nil, options) > max(0, limit), result.ids.count > max(0, limit)
    {
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
  /// Drops the tokens beyond a length.
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
