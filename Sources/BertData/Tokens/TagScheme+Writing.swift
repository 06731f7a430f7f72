extension TagScheme {
  /// The scheme in which tags are written: BIO for IOB1, else the scheme itself.
  public var written: TagScheme { self == .iob1 ? .bio : self }

  /// The classes of a model that finds entities: `O`, and for each label the tags that tokens of its entities may have,
  /// such as `B-PER` and `I-PER`.
  ///
  /// - Parameter labels: the labels, in the order of the classes.
  public func classes(of labels: [String]) -> [TokenTag] {
    let places: [TokenTag.Place] =
      switch self {
      case .bio, .iob1: [.begin, .inside]
      case .bioes: [.begin, .inside, .end, .single]
      case .bilou: [.begin, .inside, .last, .unit]
      }
    return [.outside] + labels.flatMap { label in places.map { TokenTag($0, label) } }
  }

  /// The tags of tokens, `[count]`, in the scheme in which tags are written.
  ///
  /// - Parameters:
  ///   - entities: ranges of tokens, without overlaps.
  ///   - count: the number of tokens.
  public func tags(of entities: [LabelledRange], count: Int) -> [TokenTag] {
    var tags = [TokenTag](repeating: .outside, count: count)
    for entity in entities {
      for token in entity.range {
        tags[token] = TokenTag(
          place(isFirst: token == entity.range.lowerBound, isLast: token == entity.range.upperBound - 1), entity.label)
      }
    }
    return tags
  }

  private func place(isFirst: Bool, isLast: Bool) -> TokenTag.Place {
    switch (self, isFirst, isLast) {
    case (.bioes, true, true): .single
    case (.bioes, false, true): .end
    case (.bilou, true, true): .unit
    case (.bilou, false, true): .last
    case (_, true, _): .begin
    case (_, false, _): .inside
    }
  }
}
