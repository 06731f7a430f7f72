package import BertData
import BertText

/// What the tokens of a row's windows are to learn.
///
/// A word's class stands at the first token of the word, as transformers' `run_ner.py` has it, and where windows overlap
/// in one of them alone: the one from which a prediction takes the word's tag. So every word counts once in the loss, and
/// is learnt where it will be asked for, with text on both sides.
package struct TagTargets: Sendable {
  /// The class of each token of each window; nil for a token that is learnt nothing of.
  package fileprivate(set) var windows: [[Int?]] = []
  /// Spans of a text that do not begin and end where words do; all of their words are learnt.
  package fileprivate(set) var movedSpans = 0
  /// Spans of a text that have no word of their own, of which nothing is learnt.
  package fileprivate(set) var lostSpans = 0
  /// Words of which the tokenizer makes no token, so that nothing is learnt of their tags.
  package fileprivate(set) var emptyWords = 0
  /// Whether the end of the text was cut off, and with it the tags there.
  package fileprivate(set) var isCut = false
}

extension WordTagging {
  /// What the tokens of a row's windows are to learn.
  ///
  /// - Parameters:
  ///   - row: A row with tags or spans, whose labels the classes know.
  ///   - encoded: Its sequences.
  ///   - scheme: How the classes mark entities.
  package func targets(_ row: TokenRow, _ encoded: TextEncoder.Encoded, scheme: TagScheme) -> TagTargets {
    let tokens = TokenClasses(encoded, first: 0)
    let (words, alignment) = aligned(row, tokens)
    var targets = TagTargets()
    targets.isCut = encoded.isLong && encoded.windows.count == 1
    let entities: [LabelledRange]
    switch row.content {
    case .words:
      entities = row.entities ?? []
      if !targets.isCut { targets.emptyWords = alignment.firstTokens.count { $0 == nil } }
    case .text(_, let spans):
      entities = targets.entities(of: spans ?? [], in: words)
    }
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, $0.offset) })
    let learnt = alignment.targets(scheme.tags(of: entities, count: words.count).map { places[$0] ?? 0 })
    var rows = [Int?](repeating: nil, count: encoded.tokenCount)
    for (token, target) in learnt.enumerated() { rows[tokens.rows[token]] = target }
    var next = 0
    for window in encoded.windows {
      targets.windows.append(Array(rows[next..<next + window.ids.count]))
      next += window.ids.count
    }
    return targets
  }
}

extension TagTargets {
  /// Spans as ranges of words.
  fileprivate mutating func entities(of spans: [LabelledRange], in words: [Range<Int>]) -> [LabelledRange] {
    // Behind a cut there are no words; that the tags there are lost is said of the row.
    let read = spans.filter { span in
      guard isCut, let last = words.last, let first = words.first else { return true }
      return span.range.upperBound <= last.upperBound && span.range.lowerBound >= first.lowerBound
    }
    let found = SpanWords(read, in: words)
    movedSpans += found.moved
    lostSpans += found.lost
    return found.entities
  }
}
