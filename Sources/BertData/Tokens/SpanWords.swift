/// Spans of a text as ranges of its words: those that a span shares scalars with, each word with the first such span.
package struct SpanWords: Sendable {
  /// The spans that have words, as ranges of words.
  package private(set) var entities: [LabelledRange] = []
  /// Spans that do not begin and end where words do.
  package private(set) var moved = 0
  /// Spans that have no word of their own.
  package private(set) var lost = 0

  /// - Parameters:
  ///   - spans: Unicode scalars, in their order and apart from one another.
  ///   - words: Unicode scalars of each word, in their order and apart from one another.
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
