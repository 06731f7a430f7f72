/// The entities of a sequence of tags.
public enum EntityDecoding {
  /// The entities as seqeval 1.2.2 finds them by default, in any scheme and where tags break it: an `I-` or `E-` tag
  /// also begins an entity where it follows no entity, or one of another label.
  ///
  /// The letters of BILOU, which seqeval's default does not know, are read as those of BIOES.
  ///
  /// - Parameter tags: the tag of each token.
  /// - Returns: ranges of tokens, in order.
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

  /// The entities that follow the rules of the scheme, as seqeval's strict mode finds them for IOB2, IOBES and BILOU;
  /// in IOB1 those of ``entities(_:)``.
  ///
  /// - Parameters:
  ///   - tags: the tag of each token.
  ///   - scheme: the scheme of the tags.
  /// - Returns: ranges of tokens, in order.
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
