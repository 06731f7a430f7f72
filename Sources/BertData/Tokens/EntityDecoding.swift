/// The entities of a sequence of tags.
public enum EntityDecoding {
  /// The entities as seqeval 1.2.2 finds them by default, whatever the scheme is and however it is broken: an entity also
  /// begins where a tag inside one follows none, or one of another label.
  ///
  /// BILOU's letters count as those of BIOES, which seqeval's default does not know.
  ///
  /// - Returns: Ranges of tokens, in their order.
  public static func entities(_ tags: [TokenTag]) -> [LabelledRange] {
    var found: [LabelledRange] = []
    var previous = TokenTag.outside, start = 0
    for (index, tag) in (tags.map(inBIOES) + [.outside]).enumerated() {
      if ends(previous, before: tag) { found.append(LabelledRange(previous.label, start..<index)) }
      if begins(tag, after: previous) { start = index }
      previous = tag
    }
    return found
  }

  /// The entities that are whole by the scheme's rules, as seqeval's strict mode finds them for IOB2, IOBES and BILOU; in
  /// IOB1 and of plain tags those of ``entities(_:)``.
  ///
  /// - Returns: Ranges of tokens, in their order.
  public static func entities(_ tags: [TokenTag], strictlyBy scheme: TagScheme) -> [LabelledRange] {
    if scheme == .iob1 { return entities(tags) }
    let tags = tags.map(inBIOES)
    var found: [LabelledRange] = []
    var start = 0
    while start < tags.count {
      let first = tags[start]
      var end = start + 1
      if first.place == .begin {
        while end < tags.count, [.inside, .end].contains(tags[end].place), tags[end].label == first.label {
          end += 1
          if tags[end - 1].place == .end { break }
        }
      }
      let isWhole =
        first.place == .single || (first.place == .begin && (scheme == .bio || tags[end - 1].place == .end))
      if isWhole { found.append(LabelledRange(first.label, start..<end)) }
      start = end
    }
    return found
  }

  private static func inBIOES(_ tag: TokenTag) -> TokenTag {
    switch tag.place {
    case .last: TokenTag(.end, tag.label)
    case .unit: TokenTag(.single, tag.label)
    case .outside, .begin, .inside, .end, .single: tag
    }
  }

  private static func ends(_ previous: TokenTag, before tag: TokenTag) -> Bool {
    switch previous.place {
    case .outside: false
    case .end, .single: true
    default: [.begin, .single, .outside].contains(tag.place) || previous.label != tag.label
    }
  }

  private static func begins(_ tag: TokenTag, after previous: TokenTag) -> Bool {
    switch tag.place {
    case .outside: false
    case .begin, .single: true
    default: [.outside, .end, .single].contains(previous.place) || previous.label != tag.label
    }
  }
}
