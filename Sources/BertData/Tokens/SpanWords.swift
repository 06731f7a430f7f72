/// Spans of a text as ranges of its words. A span has the words that overlap it; a word that overlaps two spans belongs
/// to the first.
package struct SpanWords: Sendable {
  /// The spans that have words, as ranges of words.
  package private(set) var entities: [LabelledRange] = []
  /// The number of spans that do not begin and end where words do.
  package private(set) var moved = 0
  /// The number of spans that got no word.
  package private(set) var lost = 0

  /// - Parameters:
  ///   - spans: ranges of Unicode scalars, in order and without overlaps.
  ///   - words: the range of Unicode scalars of each word, in order and without overlaps.
  package init(_ spans: [LabelledRange], in words: [Range<Int>]) {
    var next = 0
    for span in spans {
      while next < words.count, words[next].upperBound <= span.range.lowerBound { next += 1 }
      let first = next
      while next < words.count, words[next].lowerBound < span.range.upperBound { next += 1 }
      guard first < next else {
        lost += 1
        continue
      }
      if words[first].lowerBound != span.range.lowerBound || words[next - 1].upperBound != span.range.upperBound {
        moved += 1
      }
      entities.append(LabelledRange(span.label, first..<next))
    }
  }
}
