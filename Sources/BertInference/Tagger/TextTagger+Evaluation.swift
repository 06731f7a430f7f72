public import BertData

extension TextTagger {
  /// The entities' labels that the classes have, such as `PER`, sorted.
  public var entityLabels: [String] {
    Set(labels.map { TokenTag(className: $0) }.filter { $0.place != .outside }.map(\.label)).sorted()
  }

  /// Judges the classifier on labelled rows, entity by entity, as seqeval does.
  ///
  /// - Parameters:
  ///   - rows: Words with tags, whose entities are ranges of words, or texts with entities, which are ranges of scalars.
  ///   - isCancelled: Asked before each batch.
  /// - Throws: `noRows`; `unlabelledRow`; `labelsDiffer` where the rows have entities and none of them a label that the
  ///   classifier knows; what ``tag(_:isCancelled:)`` throws.
  public func evaluate(
    _ rows: [TokenRow], isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> EntityMetrics {
    guard !rows.isEmpty else { throw .noRows(part: "evaluation") }
    var truth: [[LabelledRange]] = []
    for row in rows {
      guard let entities = row.entities else { throw .unlabelledRow(line: row.line) }
      truth.append(entities)
    }
    let dataLabels = Set(truth.joined().map(\.label))
    guard dataLabels.isEmpty || !dataLabels.isDisjoint(with: entityLabels) else {
      throw .labelsDiffer(data: dataLabels.sorted(), classifier: entityLabels)
    }
    let tagged = try tag(rows, isCancelled: isCancelled)
    return EntityMetrics(truth: truth, found: zip(rows, tagged).map { $1.entities(as: $0) })
  }
}

extension TaggedText {
  /// The entities as the row counts its own: ranges of words, or of scalars.
  package func entities(as row: TokenRow) -> [LabelledRange] {
    switch row.content {
    case .words: EntityDecoding.entities(tags)
    case .text: entities.map { LabelledRange($0.label, $0.range) }
    }
  }
}

extension TokenRow {
  /// The text; words with a space between them.
  package var text: String {
    switch content {
    case .words(let words, _): words.joined(separator: " ")
    case .text(let text, _): text
    }
  }

  /// Where words that are given as such stand in the text; nil for a text.
  var words: [Range<Int>]? {
    guard case .words(let words, _) = content else { return nil }
    var next = 0
    return words.map { word in
      let range = next..<next + word.unicodeScalars.count
      next = range.upperBound + 1
      return range
    }
  }
}
