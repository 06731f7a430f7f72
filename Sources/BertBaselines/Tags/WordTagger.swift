package import BertData

/// Finds entities without an encoder.
package struct WordTagger: Sendable {
  /// How each word gets its tag.
  package enum Rule: Sendable {
    /// The same class for every word.
    case constant(Int)
    /// The most likely classes of the sentence.
    case field(ConditionalRandomField)
  }

  /// The tags that the classes are, [C].
  package let classes: [TokenTag]
  /// How each word gets its tag.
  package let rule: Rule

  /// Gives each word the tag that most words have; of equal ones the first.
  ///
  /// - Parameters:
  ///   - rows: Rows with tags or spans.
  ///   - classes: All tags that may stand there.
  ///   - scheme: How the classes mark entities.
  package init(mostFrequentOf rows: [TokenRow], classes: [TokenTag], scheme: TagScheme) {
    self.classes = classes
    var counts = [Int](repeating: 0, count: classes.count)
    for target in Self.targets(rows, classes, scheme).joined() { counts[target] += 1 }
    rule = .constant(counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 })
  }

  /// Learns a conditional random field over ``WordFeatures``.
  ///
  /// - Parameters:
  ///   - rows: Rows with tags or spans.
  ///   - classes: All tags that may stand there.
  ///   - scheme: How the classes mark entities.
  ///   - progress: Told the share done, 0 ... 1.
  /// - Throws: `interrupted` where `isCancelled` said true.
  package init(
    learning rows: [TokenRow], classes: [TokenTag], scheme: TagScheme, progress: (Double) -> Void = { _ in },
    isCancelled: () -> Bool = { false }
  ) throws(BaselineError) {
    self.classes = classes
    rule = .field(
      try ConditionalRandomField(
        rows.map { WordFeatures.features(of: RowWords($0).words) }, targets: Self.targets(rows, classes, scheme),
        classes: classes.count, progress: progress, isCancelled: isCancelled))
  }

  /// The class of each word of each row.
  private static func targets(_ rows: [TokenRow], _ classes: [TokenTag], _ scheme: TagScheme) -> [[Int]] {
    let places = Dictionary(classes.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: min)
    return rows.map { row in
      let words = RowWords(row)
      return scheme.tags(of: words.entities(of: row), count: words.words.count).map { places[$0] ?? 0 }
    }
  }

  /// The entities of a row, as the row counts its own: ranges of words, or of Unicode scalars.
  package func entities(of row: TokenRow) -> [LabelledRange] {
    let words = RowWords(row)
    let found: [Int] =
      switch rule {
      case .constant(let label): words.words.map { _ in label }
      case .field(let field): field.classes(of: WordFeatures.features(of: words.words))
      }
    return words.counted(EntityDecoding.entities(found.map { classes[$0] }))
  }
}
