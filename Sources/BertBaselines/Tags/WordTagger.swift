package import BertData

/// A tagger that finds entities without an encoder.
package struct WordTagger: Sendable {
  /// How each word gets its tag.
  package enum Rule: Sendable {
    /// The same class for every word.
    case constant(Int)
    /// The most likely classes of the sentence.
    case field(ConditionalRandomField)
  }

  /// The tag of each class, [C].
  package let classes: [TokenTag]
  /// How each word gets its tag.
  package let rule: Rule

  /// A tagger that gives each word the most frequent tag; for ties the first.
  ///
  /// - Parameters:
  ///   - rows: Rows with tags or spans.
  ///   - classes: All possible tags.
  ///   - scheme: How the classes mark entities.
  package init(mostFrequentOf rows: [TokenRow], classes: [TokenTag], scheme: TagScheme) {
    self.classes = classes
    var counts = [Int](repeating: 0, count: classes.count)
    for target in Self.targets(rows, classes, scheme).joined() { counts[target] += 1 }
    rule = .constant(counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 })
  }

  /// Fits a conditional random field over ``WordFeatures``.
  ///
  /// - Parameters:
  ///   - rows: Rows with tags or spans.
  ///   - classes: All possible tags.
  ///   - scheme: How the classes mark entities.
  ///   - progress: Called with the fraction done, from 0 to 1.
  /// - Throws: `interrupted` if `isCancelled` returned true.
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

  /// A tagger from its parts.
  package init(classes: [TokenTag], rule: Rule) {
    self.classes = classes
    self.rule = rule
  }

  /// The entities of a row, in the unit of the row's own: ranges of words, or of Unicode scalars.
  package func entities(of row: TokenRow) -> [LabelledRange] {
    let words = RowWords(row)
    return words.counted(EntityDecoding.entities(found(words.words).map { classes[$0] }))
  }

  /// The words of a row with their tags.
  package func tagged(_ row: TokenRow) -> TaggedWords {
    let words = RowWords(row), found = found(words.words)
    let scores: [Double]
    switch rule {
    case .constant: scores = found.map { _ in 1 }
    case .field(let field):
      let probabilities = field.probabilities(of: WordFeatures.features(of: words.words))
      scores = found.enumerated().map { place, label in
        // Rounding may give a certain one a probability a little above 1.
        probabilities.isEmpty ? .nan : min(1, probabilities[place * classes.count + label])
      }
    }
    return TaggedWords(places: words.places, tags: found.map { classes[$0] }, scores: scores)
  }

  /// The class of each word.
  private func found(_ words: [String]) -> [Int] {
    switch rule {
    case .constant(let label): words.map { _ in label }
    case .field(let field): field.classes(of: WordFeatures.features(of: words))
    }
  }
}

/// The words of a row, each with its tag.
package struct TaggedWords: Sendable {
  /// The range of each word in the text, in Unicode scalars; nil for given words.
  package let places: [Range<Int>]?
  package let tags: [TokenTag]
  /// The probability of each word's tag; NaN if the sum over all paths is out of the range of Double.
  package let scores: [Double]
}
