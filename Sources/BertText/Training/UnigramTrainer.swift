import Foundation

/// Trains a unigram vocabulary as SentencePiece does: it begins with many seed pieces, and repeats expectation
/// maximization and the removal of the quarter of the pieces whose loss costs the corpus the least likelihood (Kudo,
/// "Subword Regularization", ACL 2018).
struct UnigramTrainer {
  /// The wanted number of entries, special tokens included.
  let size: Int
  static let specialTokens = ["<unk>", "<s>", "</s>", "<pad>"]
  private static let greatestSeedCount = 1_000_000
  private static let shrinkingFactor = 0.75
  /// Pieces with a smaller expected number of occurrences are dropped.
  private static let leastExpectation = 0.5

  /// A seed piece: its scalars, its frequency, and the word and start of one occurrence.
  private struct Seed {
    var scalars: ArraySlice<UInt32>
    var count: Int
    var word: Int
    var start: Int
  }

  /// - Parameter words: distinct words with their counts.
  /// - Returns: the entries with their scores: special tokens first, then the others by descending score.
  func train(_ words: [(scalars: [UInt32], count: Int)]) -> [(spelling: String, score: Double)] {
    let seeds = Self.seeds(words)
    var lattice = Self.lattice(words, seeds)
    let wanted = max(1, size - Self.specialTokens.count)
    let desired = wanted * 11 / 10
    while true {
      for _ in 0..<2 { maximize(&lattice) }
      let alive = lattice.scores.count { $0 > -.infinity }
      guard alive > desired else { break }
      prune(&lattice, seeds, to: max(desired, Int(Double(alive) * Self.shrinkingFactor)))
      // Single scalars are never pruned, so that a corpus of many characters may keep more than the desired number.
      guard lattice.scores.count(where: { $0 > -.infinity }) < alive else { break }
    }
    return finish(lattice, seeds, wanted)
  }

  /// Every scalar, then the substrings that occur at least twice, ordered by frequency times length.
  private static func seeds(_ words: [(scalars: [UInt32], count: Int)]) -> [Seed] {
    var places: [ArraySlice<UInt32>: Int] = [:]
    var seeds: [Seed] = []
    for (index, word) in words.enumerated() {
      for start in word.scalars.indices {
        for length in 1...min(UnigramLattice.longestPiece, word.scalars.count - start) {
          let scalars = word.scalars[start..<(start + length)]
          if let place = places[scalars] {
            seeds[place].count += word.count
          } else {
            places[scalars] = seeds.count
            seeds.append(Seed(scalars: scalars, count: word.count, word: index, start: start))
          }
        }
      }
    }
    seeds.removeAll { $0.scalars.count > 1 && $0.count < 2 }
    seeds.sort { left, right in
      let isSingle = (left.scalars.count == 1, right.scalars.count == 1)
      if isSingle.0 != isSingle.1 { return isSingle.0 }
      let weight = (left.count * left.scalars.count, right.count * right.scalars.count)
      return weight.0 != weight.1
        ? weight.0 > weight.1 : left.scalars.lexicographicallyPrecedes(right.scalars)
    }
    return Array(seeds.prefix(greatestSeedCount))
  }

  private static func lattice(_ words: [(scalars: [UInt32], count: Int)], _ seeds: [Seed]) -> UnigramLattice {
    var ids: [ArraySlice<UInt32>: Int32] = [:]
    for (id, seed) in seeds.enumerated() { ids[seed.scalars] = Int32(id) }
    var pieces: [Int32] = []
    var latticeWords: [UnigramLattice.Word] = []
    for word in words {
      let count = word.scalars.count
      latticeWords.append(UnigramLattice.Word(length: count, count: Double(word.count), first: pieces.count))
      for start in 0..<count {
        for length in 1...UnigramLattice.longestPiece {
          pieces.append(start + length <= count ? ids[word.scalars[start..<(start + length)]] ?? -1 : -1)
        }
      }
    }
    let weights = seeds.map { Double($0.count * $0.scalars.count) }
    let total = log(weights.reduce(0, +))
    return UnigramLattice(words: latticeWords, pieces: pieces, scores: weights.map { log($0) - total })
  }

  /// One round of expectation maximization: expected counts under the current scores give the next scores, with a prior
  /// that favours few pieces (digamma).
  private func maximize(_ lattice: inout UnigramLattice) {
    let least = lattice.scores.lazy.filter { $0 > -.infinity }.min() ?? 0
    lattice.unknownScore = least - UnigramModel.unknownPenalty
    var expected = [Double](repeating: 0, count: lattice.scores.count)
    for word in lattice.words { lattice.addExpectations(of: word, to: &expected) }
    let sum = expected.lazy.filter { $0 >= Self.leastExpectation }.reduce(0, +)
    let total = Self.digamma(sum)
    for piece in expected.indices {
      lattice.scores[piece] =
        expected[piece] < Self.leastExpectation ? -.infinity : Self.digamma(expected[piece]) - total
    }
  }

  /// Drops the pieces whose removal costs the corpus the least likelihood, if each is replaced by its best segmentation
  /// into other pieces.
  private func prune(_ lattice: inout UnigramLattice, _ seeds: [Seed], to target: Int) {
    var frequencies = [Double](repeating: 0, count: seeds.count)
    for word in lattice.words {
      for piece in lattice.bestCut(word, 0..<word.length) where piece >= 0 { frequencies[piece] += word.count }
    }
    let sum = frequencies.reduce(0, +)
    var kept: Set<Int> = []
    var candidates: [(piece: Int, loss: Double)] = []
    for piece in seeds.indices where lattice.scores[piece] > -.infinity {
      let seed = seeds[piece]
      let word = lattice.words[seed.word]
      let range = seed.start..<(seed.start + seed.scalars.count)
      let isItsOwnBest = lattice.bestCut(word, range) == [piece]
      let others = seed.scalars.count == 1 ? [] : lattice.bestCut(word, range, without: piece)
      if frequencies[piece] == 0, !isItsOwnBest || !others.isEmpty { continue }
      guard !others.isEmpty, isItsOwnBest, !others.contains(-1) else {
        kept.insert(piece)
        continue
      }
      let share = log(frequencies[piece]) - log(sum)
      let total = log(sum + frequencies[piece] * Double(others.count - 1))
      let shares = others.reduce(0.0) { $0 + log(frequencies[$1] + frequencies[piece]) - total }
      candidates.append((piece, frequencies[piece] * (share - shares)))
    }
    candidates.sort { $0.loss != $1.loss ? $0.loss > $1.loss : $0.piece < $1.piece }
    for candidate in candidates where kept.count < target { kept.insert(candidate.piece) }
    for piece in seeds.indices where !kept.contains(piece) { lattice.scores[piece] = -.infinity }
  }

  /// The final entries: every scalar of the corpus as far as the size allows, then the best pieces.
  private func finish(
    _ lattice: UnigramLattice, _ seeds: [Seed], _ wanted: Int
  ) -> [(spelling: String, score: Double)] {
    let least = lattice.scores.lazy.filter { $0 > -.infinity }.min() ?? 0
    var chosen: [(piece: Int, score: Double)] = []
    var penalty = 0.0
    for piece in seeds.indices where seeds[piece].scalars.count == 1 && chosen.count < wanted {
      let score = lattice.scores[piece]
      chosen.append((piece, score > -.infinity ? score : least - penalty))
      if score == -.infinity { penalty += 0.0001 }
    }
    let others = seeds.indices.filter { seeds[$0].scalars.count > 1 && lattice.scores[$0] > -.infinity }
      .sorted { lattice.scores[$0] != lattice.scores[$1] ? lattice.scores[$0] > lattice.scores[$1] : $0 < $1 }
    for piece in others.prefix(max(0, wanted - chosen.count)) { chosen.append((piece, lattice.scores[piece])) }
    chosen.sort { $0.score != $1.score ? $0.score > $1.score : $0.piece < $1.piece }
    let special = Self.specialTokens.map { (spelling: $0, score: 0.0) }
    return special + chosen.map { (spelling: Array(seeds[$0.piece].scalars).text, score: $0.score) }
  }

  /// The derivative of the logarithm of the gamma function, by its asymptotic series.
  private static func digamma(_ value: Double) -> Double {
    var x = value
    var result = 0.0
    while x < 7 {
      result -= 1 / x
      x += 1
    }
    x -= 0.5
    let square = 1 / (x * x)
    let fourth = square * square
    return result + log(x) + square / 24 - 7.0 / 960 * fourth + 31.0 / 8064 * fourth * square
      - 127.0 / 30720 * fourth * fourth
  }
}
