/// Texts as sequences of word numbers, which word vectors are trained on. Frequent words have low numbers.
///
/// The numbers take four bytes of memory for each word of the texts.
package struct WordCorpus: Sendable {
  /// The words that occur often enough, by descending frequency; ties in the order of first occurrence.
  let index: WordIndex
  /// The number of occurrences of each word.
  let counts: [Int]
  /// The words of all sentences.
  let words: [Int32]
  /// Where each sentence ends in `words`.
  let ends: [Int]

  /// The number of different words.
  package var vocabulary: Int { counts.count }
  /// The number of words in the texts, without rare ones.
  package var count: Int { words.count }

  /// A word by its number.
  package func word(_ number: Int) -> String { String(decoding: index.word(number), as: UTF8.self) }

  /// The words of a sentence.
  func sentence(_ number: Int) -> ArraySlice<Int32> { words[(number == 0 ? 0 : ends[number - 1])..<ends[number]] }
}

/// Collects texts for a ``WordCorpus``.
package struct WordCorpusBuilder {
  /// Longer texts are cut into sentences of this many words.
  private static let longest = 10_000

  private var index = WordIndex()
  private var counts: [Int] = []
  private var words: [Int32] = []
  private var ends: [Int] = []

  package init() {}

  /// The number of words added so far.
  package var count: Int { words.count }

  /// Adds a text as its words, in order; empty words are ignored.
  package mutating func add(_ text: some Sequence<ArraySlice<UInt8>>) {
    let start = words.count
    for word in text where !word.isEmpty {
      let number: Int
      if let inserted = index.insert(word) {
        number = inserted
        counts.append(0)
      } else {
        number = index.number(of: word) ?? 0
      }
      counts[number] += 1
      words.append(Int32(number))
      if words.count - (ends.last ?? 0) == Self.longest { ends.append(words.count) }
    }
    if words.count > start, ends.last != words.count { ends.append(words.count) }
  }

  /// The corpus without words that occur less often than `minimumCount`; nil if no word is left.
  package consuming func finish(minimumCount: Int) -> WordCorpus? {
    let kept = counts.indices.filter { counts[$0] >= minimumCount }.sorted { (counts[$1], $0) < (counts[$0], $1) }
    guard !kept.isEmpty else { return nil }
    var numbers = [Int32](repeating: -1, count: counts.count)
    var sorted = WordIndex()
    for (place, old) in kept.enumerated() {
      numbers[old] = Int32(place)
      _ = sorted.insert(index.word(old))
    }
    var text: [Int32] = []
    text.reserveCapacity(words.count)
    var newEnds: [Int] = []
    var start = 0
    for end in ends {
      let before = text.count
      for word in words[start..<end] where numbers[Int(word)] >= 0 { text.append(numbers[Int(word)]) }
      if text.count > before { newEnds.append(text.count) }
      start = end
    }
    return WordCorpus(index: sorted, counts: kept.map { counts[$0] }, words: text, ends: newEnds)
  }
}
