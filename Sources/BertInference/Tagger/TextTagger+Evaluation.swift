public import BertData

extension TextTagger {
  /// The labels of entities among the classes, such as `PER`, sorted.
  public var entityLabels: [String] {
    Set(labels.map { TokenTag(className: $0) }.filter { $0.place != .outside }.map(\.label)).sorted()
  }

  /// Evaluates the classifier on labelled rows, entity by entity, as seqeval does.
  ///
  /// - Parameters:
  ///   - rows: Words with tags, whose entities are ranges of words, or texts with entities, which are ranges of
  ///     scalars.
  ///   - isCancelled: Called before each batch.
  /// - Throws: `noRows`; `unlabelledRow`; `labelsDiffer` where the rows have entities but none with a label that the
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
  /// The entities in the unit of the row's own: ranges of words for a row of words, else of scalars.
  package func entities(as row: TokenRow) -> [LabelledRange] {
    switch row.content {
    case .words: EntityDecoding.entities(tags)
    case .text: entities.map { LabelledRange($0.label, $0.range) }
    }
  }
}

extension TokenRow {
  /// The text; for a row of words, the words joined by spaces.
  package var text: String {
    switch content {
    case .words(let words, _): words.joined(separator: " ")
    case .text(let text, _): text
    }
  }

  /// The ranges of a row's words in ``text``, in Unicode scalars; nil for a row of text.
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
