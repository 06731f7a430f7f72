/// Trains a WordPiece vocabulary as the `tokenizers` crate does: it begins with single scalars and repeatedly merges
/// the most frequent pair of neighbours into a new entry. Of equally frequent pairs the one with the lower ids is
/// first, so that the same corpus always gives the same vocabulary.
struct WordPieceTrainer {
  /// The wanted number of entries, special tokens included.
  let size: Int
  /// Pairs that are less frequent are not merged.
  let minimumFrequency: Int
  static let specialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
  /// The greatest number of scalars with an entry; the most frequent ones get it.
  static let alphabetLimit = 1000
  /// The prefix of entries that continue a word.
  static let prefix = "##"

  private typealias Pair = UInt64

  /// A pair in the queue, with its frequency when it was inserted.
  private struct Candidate: Comparable {
    let count: Int
    let pair: Pair

    static func < (left: Candidate, right: Candidate) -> Bool {
      left.count != right.count ? left.count < right.count : left.pair > right.pair
    }
  }

  /// - Parameter words: distinct words with their counts.
  /// - Returns: the entries in order of their ids.
  func train(_ words: [(scalars: [UInt32], count: Int)]) -> [String] {
    var vocabulary = Self.specialTokens
    var ids: [[UInt8]: Int] = [:]
    for (id, token) in vocabulary.enumerated() { ids[Array(token.utf8)] = id }
    func id(_ spelling: String) -> Int {
      let key = Array(spelling.utf8)
      if let id = ids[key] { return id }
      ids[key] = vocabulary.count
      vocabulary.append(spelling)
      return vocabulary.count - 1
    }
    let alphabet = Self.alphabet(words)
    for scalar in alphabet.sorted() { _ = id([scalar].text) }
    // A scalar without an entry is left out of its word, as the reference does.
    var symbols = words.map { word in
      word.scalars.filter(alphabet.contains).enumerated().map { place, scalar in
        id((place > 0 ? Self.prefix : "") + [scalar].text)
      }
    }

    var counts: [Pair: Int] = [:]
    var places: [Pair: Set<Int>] = [:]
    func pair(_ left: Int, _ right: Int) -> Pair { UInt64(left) << 32 | UInt64(right) }
    for (index, word) in symbols.enumerated() {
      for (left, right) in zip(word, word.dropFirst()) {
        counts[pair(left, right), default: 0] += words[index].count
        places[pair(left, right), default: []].insert(index)
      }
    }
    var queue = PriorityQueue(counts.map { Candidate(count: $0.value, pair: $0.key) })
    while vocabulary.count < size, let best = queue.popGreatest() {
      let count = counts[best.pair, default: 0]
      guard count == best.count else {
        if count > 0 { queue.insert(Candidate(count: count, pair: best.pair)) }
        continue
      }
      guard count >= max(1, minimumFrequency) else { break }
      let (left, right) = (Int(best.pair >> 32), Int(best.pair & 0xFFFF_FFFF))
      // By scalars: a mark after the prefix would form one `Character` with it.
      var spelling = vocabulary[left]
      spelling.unicodeScalars += vocabulary[right].unicodeScalars.dropFirst(Self.prefix.unicodeScalars.count)
      let merged = id(spelling)
      var changed: Set<Pair> = []
      for index in (places[best.pair] ?? []).sorted() {
        merge(left, right, into: merged, &symbols[index]) { neighbours, change in
          let pair = pair(neighbours.0, neighbours.1)
          counts[pair, default: 0] += change * words[index].count
          if change > 0 {
            places[pair, default: []].insert(index)
            changed.insert(pair)
          }
        }
      }
      counts[best.pair] = nil
      places[best.pair] = nil
      for pair in changed where pair != best.pair {
        if let count = counts[pair] { queue.insert(Candidate(count: count, pair: pair)) }
      }
    }
    return Array(vocabulary.prefix(max(size, Self.specialTokens.count)))
  }

  private static func alphabet(_ words: [(scalars: [UInt32], count: Int)]) -> Set<UInt32> {
    var counts: [UInt32: Int] = [:]
    for word in words { for scalar in word.scalars { counts[scalar, default: 0] += word.count } }
    let ordered = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    return Set(ordered.prefix(alphabetLimit).map(\.key))
  }

  /// Merges all occurrences of a pair in a word, and reports each pair of neighbours that appears (1) or disappears
  /// (-1).
  private func merge(
    _ left: Int, _ right: Int, into merged: Int, _ word: inout [Int], _ report: ((Int, Int), Int) -> Void
  ) {
    var index = 0
    while index + 1 < word.count {
      guard word[index] == left, word[index + 1] == right else {
        index += 1
        continue
      }
      if index > 0 {
        report((word[index - 1], left), -1)
        report((word[index - 1], merged), 1)
      }
      if index + 2 < word.count {
        report((right, word[index + 2]), -1)
        report((merged, word[index + 2]), 1)
      }
      word.replaceSubrange(index...(index + 1), with: CollectionOfOne(merged))
      index += 1
    }
  }
}
