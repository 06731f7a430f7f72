package import BertData

/// The rows of the embedding table that a text uses: of its known words, and of the hashed parts and runs of words that
/// occurred in the training rows. Unknown words have their parts.
///
/// fastText keeps a row for every bucket; those that no training text met would only ever hold the random numbers that
/// they began with, so here they do not exist and what falls there counts for nothing.
///
/// Source: facebookresearch/fastText, `Dictionary::getLine`, `Dictionary::addSubwords` and `Dictionary::addWordNgrams`.
package struct FastTextDictionary: Sendable {
  let options: FastTextOptions
  /// The words; the first is `</s>`, the end of a text.
  private(set) var words: TermTable
  /// The buckets in use, rising; their rows follow those of the words.
  private(set) var buckets: [Int32]
  private var rowOfBucket: [Int32: Int32]
  private let splitter: WordSplitter
  private let subwords: Subwords?
  /// The rows of each word's parts, so that a word that comes again costs no hashing; empty without parts.
  private var partsOfWord: [[Int32]] = []

  package static let end: ArraySlice<UInt8> = Subwords.lineEnd[...]

  /// - Parameters:
  ///   - words: `</s>` first.
  ///   - buckets: those with a row, rising, each below the options' count.
  package init(options: FastTextOptions, words: TermTable, buckets: [Int32]) {
    self.options = options
    self.words = words
    self.buckets = buckets
    splitter = WordSplitter(isNormalizing: options.isNormalized)
    subwords = options.subwords
    rowOfBucket = [:]
    rowOfBucket.reserveCapacity(buckets.count)
    for (index, bucket) in buckets.enumerated() { rowOfBucket[bucket] = Int32(words.count + index) }
    if subwords != nil { partsOfWord = (0..<words.count).map { parts(of: words[$0]) } }
  }

  /// Rows of the table.
  var count: Int { words.count + buckets.count }

  /// Learns words and buckets.
  init(_ options: FastTextOptions, learning rows: [Example]) {
    var seen = TermTable()
    var counts: [Int] = []
    let splitter = WordSplitter(isNormalizing: options.isNormalized)
    for row in rows {
      for word in splitter.words(row.text, pair: row.pair) {
        let number = seen.insert(word)
        if number == counts.count { counts.append(0) }
        counts[number] += 1
      }
    }
    // Most frequent first, as fastText has them; of equals the first met.
    var words = TermTable()
    _ = words.insert(Self.end)
    for number in counts.indices.sorted(by: { (counts[$1], $0) < (counts[$0], $1) })
    where counts[number] >= options.minimumCount {
      _ = words.insert(seen[number])
    }
    var used: Set<Int32> = []
    if let subwords = options.subwords {
      for number in 0..<seen.count { for part in subwords.rows(of: seen[number]) { used.insert(Int32(part)) } }
    }
    for row in rows {
      let hashes = splitter.words(row.text, pair: row.pair).map(FastTextHash.word) + [FastTextHash.word(Self.end)]
      FastTextHash.forEachRun(hashes, longest: options.wordNgrams, buckets: options.buckets) {
        used.insert(Int32($0))
      }
    }
    self.init(options: options, words: words, buckets: used.sorted())
  }

  /// The rows of a word's parts.
  private func parts(of word: ArraySlice<UInt8>) -> [Int32] {
    subwords?.rows(of: word).compactMap { rowOfBucket[Int32($0)] } ?? []
  }

  /// The rows of a text, and how many tokens it has, its end included.
  package func rows(of example: Example) -> (rows: [Int32], tokens: Int) {
    let tokens = splitter.words(example.text, pair: example.pair) + [Self.end]
    var rows: [Int32] = []
    var hashes: [UInt32] = []
    for token in tokens {
      hashes.append(FastTextHash.word(token))
      if let number = words.number(of: token) {
        rows.append(Int32(number))
        if subwords != nil { rows += partsOfWord[number] }
      } else {
        rows += parts(of: token)
      }
    }
    FastTextHash.forEachRun(hashes, longest: options.wordNgrams, buckets: options.buckets) {
      if let row = rowOfBucket[Int32($0)] { rows.append(row) }
    }
    return (rows, tokens.count)
  }
}
