package import BertData

/// Maps texts to rows of the embedding table: rows for known words, and for the hashed subwords and word n-grams that
/// occur in the training rows. Unknown words have the rows of their subwords.
///
/// fastText keeps a row for every bucket. Buckets without a training text would keep their random initial values, so
/// here they have no row and are ignored.
///
/// Source: facebookresearch/fastText, `Dictionary::getLine`, `Dictionary::addSubwords` and `Dictionary::addWordNgrams`.
package struct FastTextDictionary: Sendable {
  let options: FastTextOptions
  /// The words. The first is `</s>`, which ends a text.
  private(set) var words: TermTable
  /// The buckets in use, ascending. Their rows follow those of the words.
  private(set) var buckets: [Int32]
  private var rowOfBucket: [Int32: Int32]
  private let splitter: WordSplitter
  private let subwords: Subwords?
  /// The rows of each word's subwords, computed once; empty without subwords.
  private var subwordRows: [[Int32]] = []

  package static let end: ArraySlice<UInt8> = Subwords.lineEnd[...]

  /// - Parameters:
  ///   - words: `</s>` first, then the others.
  ///   - buckets: Those with a row, ascending, each below the options' count.
  package init(options: FastTextOptions, words: TermTable, buckets: [Int32]) {
    self.options = options
    self.words = words
    self.buckets = buckets
    splitter = WordSplitter(isNormalizing: options.isNormalized)
    subwords = options.subwords
    rowOfBucket = [:]
    rowOfBucket.reserveCapacity(buckets.count)
    for (index, bucket) in buckets.enumerated() { rowOfBucket[bucket] = Int32(words.count + index) }
    if subwords != nil { subwordRows = (0..<words.count).map { subwordRows(of: words[$0]) } }
  }

  /// The number of rows of the table.
  var count: Int { words.count + buckets.count }

  /// Builds the dictionary from training rows.
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
    // Most frequent first, as in fastText; ties in the order of first occurrence.
    var words = TermTable()
    _ = words.insert(Self.end)
    for number in counts.indices.sorted(by: { (counts[$1], $0) < (counts[$0], $1) })
    where counts[number] >= options.minimumCount {
      _ = words.insert(seen[number])
    }
    var used: Set<Int32> = []
    if let subwords = options.subwords {
      for number in 0..<seen.count { for bucket in subwords.rows(of: seen[number]) { used.insert(Int32(bucket)) } }
    }
    for row in rows {
      let hashes = splitter.words(row.text, pair: row.pair).map(FastTextHash.word) + [FastTextHash.word(Self.end)]
      FastTextHash.forEachRun(hashes, longest: options.wordNgrams, buckets: options.buckets) {
        used.insert(Int32($0))
      }
    }
    self.init(options: options, words: words, buckets: used.sorted())
  }

  /// The rows of a word's subwords.
  private func subwordRows(of word: ArraySlice<UInt8>) -> [Int32] {
    subwords?.rows(of: word).compactMap { rowOfBucket[Int32($0)] } ?? []
  }

  /// The rows of a text, and its number of tokens, `</s>` included.
  package func rows(of example: Example) -> (rows: [Int32], tokens: Int) {
    let tokens = splitter.words(example.text, pair: example.pair) + [Self.end]
    var rows: [Int32] = []
    var hashes: [UInt32] = []
    for token in tokens {
      hashes.append(FastTextHash.word(token))
      if let number = words.number(of: token) {
        rows.append(Int32(number))
        if subwords != nil { rows += subwordRows[number] }
      } else {
        rows += subwordRows(of: token)
      }
    }
    FastTextHash.forEachRun(hashes, longest: options.wordNgrams, buckets: options.buckets) {
      if let row = rowOfBucket[Int32($0)] { rows.append(row) }
    }
    return (rows, tokens.count)
  }
}
