/// Cuts texts to length, puts special tokens around them, and makes encodings of them.
struct PostProcessor: Sendable, Equatable {
  /// Which special tokens stand where.
  var template: SpecialTokensTemplate
  /// White space that offsets leave out.
  var trimming: [OffsetTrimming] = []
  /// Whether the windows that were cut off have the template's types (RoBERTa's). Otherwise, as the reference has it, those
  /// of the first text have 0 and those of the second 1, whatever the template says of the windows that come first.
  var windowsAreOfTemplateType = false
  /// What a person should know about the file's section, one line each.
  var warnings: [String] = []

  /// The same frame for a model that tells the texts of a pair apart by nothing: all types are 0, those of windows too.
  var withoutTypes: PostProcessor {
    var frame = self
    frame.template = template.withoutTypes
    frame.windowsAreOfTemplateType = true
    return frame
  }

  /// The encoding of a text or a pair.
  /// - Parameter isDetailed: whether tokens, offsets and mask are wanted beside ids and type ids.
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

  /// The encoding of a text or a pair, then those of what was cut off: each window of the first text with what remains
  /// of the second and with its windows, then what remains of the first with the second's windows. Where the template
  /// has the texts in another order, or more than once, so in its order; where one stands more than once the combinations
  /// end at `greatestCombinations`.
  func windows(_ first: SegmentTokens, _ second: SegmentTokens?, _ options: EncodingOptions) -> [Encoding] {
    let pieces: [TextLayout.Piece]
    do throws(EncodingFault) {
      pieces = try self.pieces(first, second, options)
    } catch {
      return [Encoding(fault: error)]
    }
    let plan = plan(first, second, pieces, options)
    // For each encoding which window each of the template's texts has; 0 is what remains.
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

  /// The combinations of windows that are made, about, where a template has a text more than once.
  private static let greatestCombinations = 65_536

  /// The windows of both texts, what remains of them first, and how many tokens there were.
  private typealias Plan = (first: [Range<Int>], second: [Range<Int>], untruncated: Int)

  /// - Throws: why the texts have no tokens, or cannot be laid out.
  private func pieces(
    _ first: SegmentTokens, _ second: SegmentTokens?, _ options: EncodingOptions
  ) throws(EncodingFault) -> [TextLayout.Piece] {
    if let fault = first.fault ?? second?.fault { throw fault }
    let layout = template.layout(isPair: second != nil)
    return try (options.addSpecialTokens ? layout.framed : layout.bare).get()
  }

  /// Special tokens that truncation leaves room for.
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

  /// - Parameter choice: which window each of the template's texts has; empty where all have what remains.
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
    // Special tokens alone may be too many. A text that stands twice is not cut for it, nor for tokens that are not
    // counted, as in the reference.
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
