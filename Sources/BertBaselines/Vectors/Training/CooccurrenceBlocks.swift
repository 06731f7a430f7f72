package import BertKernels

/// Co-occurrence counts of words, split into blocks that can be trained in parallel.
///
/// Words are distributed over `groups` groups. A block holds the pairs of one group of rows with one group of columns.
/// The blocks of a round share no row and no column, so that any number of threads gives the same result (Gemulla,
/// Nijkamp, Haas and Sismanis, "Large-Scale Matrix Factorization with Distributed Stochastic Gradient Descent", KDD
/// 2011).
package struct CooccurrenceBlocks {
  /// Enough for eight threads; more groups mean more rounds.
  package static let groups = 8

  /// `groups` × `groups` blocks, [row group · groups + column group].
  package private(set) var blocks: [[Cooccurrence]]

  var count: Int { blocks.reduce(0) { $0 + $1.count } }

  /// Counts the pairs of a corpus in both directions, each with the weight 1 / distance.
  ///
  /// Each group of rows is counted separately, in the order of the text, so that the sums do not depend on the threads.
  package init(_ corpus: WordCorpus, window: Int, pool: ThreadPool) {
    let groups = Self.groups
    let parts = (0..<groups).map { _ in Counted() }
    pool.run { worker in
      for group in stride(from: worker, to: groups, by: pool.threads) {
        parts[group].blocks = Self.count(corpus, window: window, group: group)
      }
    }
    blocks = parts.flatMap(\.blocks)
  }

  /// The result of one group, written by one thread.
  private final class Counted: @unchecked Sendable { var blocks: [[Cooccurrence]] = [] }

  private static func count(_ corpus: WordCorpus, window: Int, group: Int) -> [[Cooccurrence]] {
    var table = PairTable()
    for number in corpus.ends.indices {
      let words = corpus.sentence(number)
      for place in words.indices {
        let word = Int(words[place])
        for other in max(words.startIndex, place - window)..<place {
          let left = Int(words[other])
          let value = 1 / Float(place - other)
          if word % groups == group { table.add(word, left, value) }
          if left % groups == group { table.add(left, word, value) }
        }
      }
    }
    var blocks = [[Cooccurrence]](repeating: [], count: groups)
    table.forEach { row, column, value in
      blocks[column % groups].append(Cooccurrence(row: Int32(row), column: Int32(column), count: value))
    }
    return blocks
  }

  /// Shuffles each block with its own random numbers.
  mutating func shuffle(seed: UInt64) {
    for block in blocks.indices {
      var random = WordVectorRandom(seed: seed, stream: UInt64(block))
      for last in stride(from: blocks[block].count - 1, to: 0, by: -1) {
        blocks[block].swapAt(last, random.below(last + 1))
      }
    }
  }
}

/// Sums by pairs of numbers: a hash table with linear probing.
private struct PairTable {
  private var keys: [UInt64] = Array(repeating: .max, count: 1 << 12)
  private var values: [Float] = Array(repeating: 0, count: 1 << 12)
  private var count = 0

  mutating func add(_ row: Int, _ column: Int, _ value: Float) {
    let key = UInt64(row) << 32 | UInt64(column)
    let place = place(of: key)
    if keys[place] == key {
      values[place] += value
      return
    }
    keys[place] = key
    values[place] = value
    count += 1
    if count * 2 > keys.count { grow() }
  }

  func forEach(_ body: (Int, Int, Float) -> Void) {
    for (key, value) in zip(keys, values) where key != .max { body(Int(key >> 32), Int(key & 0xFFFF_FFFF), value) }
  }

  private func place(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while keys[place] != .max, keys[place] != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = (keys, values)
    keys = Array(repeating: .max, count: old.0.count * 2)
    values = Array(repeating: 0, count: old.0.count * 2)
    for (key, value) in zip(old.0, old.1) where key != .max {
      let place = place(of: key)
      keys[place] = key
      values[place] = value
    }
  }
}
