/// Excludes white space at a token's ends from its offsets, as byte-level post-processors do.
struct OffsetTrimming: Sendable, Equatable {
  /// Whether the pre-tokenizer inserted a space before the text; one space of the first token is then not part of the
  /// text.
  var addsPrefixSpace: Bool

  /// - Parameters:
  ///   - offsets: the token's offsets, which are changed.
  ///   - spelling: the token's spelling, in which `Ġ` is a space.
  ///   - isFirst: whether the token is the first of its window.
  func trim(_ offsets: inout Range<Int>, _ spelling: String, isFirst: Bool) {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value == 0x120 || ReferenceUnicode.isWhitespace(scalar.value)
    }
    let scalars = spelling.unicodeScalars
    var leading = scalars.prefix(while: isSpace).count
    let trailing = scalars.reversed().prefix(while: isSpace).count
    var (start, end) = (offsets.lowerBound, offsets.upperBound)
    if leading > 0 {
      if isFirst || start == 0, addsPrefixSpace, leading == 1 { leading = 0 }
      start = min(start + leading, end)
    }
    if trailing > 0, end >= trailing { end = max(end - trailing, start) }
    offsets = start..<end
  }
}
