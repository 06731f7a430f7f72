package import BertData
import BertText

/// The training targets of the tokens of a row's windows.
///
/// A word's class is the target of the word's first token, as in `run_ner.py` of transformers. Where windows overlap,
/// it is in one window alone: the one that predicts the word's tag. So every word counts once in the loss, in the
/// window where it has context on both sides.
package struct TagTargets: Sendable {
  /// The class of each token of each window; nil for a token without a target.
  package fileprivate(set) var windows: [[Int?]] = []
  /// Spans of a text that do not begin and end at the bounds of words; all of their words are targets.
  package fileprivate(set) var movedSpans = 0
  /// Spans of a text without a word of their own, which give no target.
  package fileprivate(set) var lostSpans = 0
  /// Words without a token, whose tags give no target.
  package fileprivate(set) var emptyWords = 0
  /// Whether the end of the text was truncated, and its tags with it.
  package fileprivate(set) var isCut = false
}

extension WordTagging {
  /// The training targets of the tokens of a row's windows.
  ///
  /// - Parameters:
  ///   - row: A row with tags or spans, whose labels are among the classes.
  ///   - encoded: The row's sequences.
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
    // Spans in a truncated part are not counted as lost: `isCut` tells of them.
    let kept = spans.filter { span in
      guard isCut, let last = words.last, let first = words.first else { return true }
      return span.range.upperBound <= last.upperBound && span.range.lowerBound >= first.lowerBound
    }
    let found = SpanWords(kept, in: words)
    movedSpans += found.moved
    lostSpans += found.lost
    return found.entities
  }
}
