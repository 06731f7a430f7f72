extension NearDuplicates {
  /// Training texts by their rarest shingles.
  struct Search {
    enum Answer: Equatable {
      case none
      case found(number: Int, similarity: Double)
      /// No comparison was left to make, although another text had to be compared.
      case unfinished
    }

    private let sets: [Shingles]
    private var frequency: [UInt64: Int32] = [:]
    private var index: [UInt64: [Int32]] = [:]

    init(_ sets: [Shingles]) {
      self.sets = sets
      for set in sets { for hash in set.hashes { frequency[hash, default: 0] += 1 } }
      for (number, set) in sets.enumerated() {
        for hash in rarest(set) { index[hash, default: []].append(Int32(truncatingIfNeeded: number)) }
      }
    }

    /// The rarest shingles of a set, as many as the threshold needs: a set that has none of them shares too few others.
    private func rarest(_ set: Shingles) -> [UInt64] {
      let count = set.hashes.count
      let kept = count - Int((threshold * Double(count)).rounded(.up)) + 1
      return Array(
        set.hashes.sorted { (frequency[$0] ?? 0, $0) < (frequency[$1] ?? 0, $1) }.prefix(max(1, kept)))
    }

    /// The first training text found that is near enough.
    ///
    /// - Parameters:
    ///   - set: the shingles of the held-out text.
    ///   - left: the number of comparisons that may still be made.
    func match(_ set: Shingles, _ left: inout Int) -> Answer {
      var tried: Set<Int32> = []
      for hash in rarest(set) {
        for number in index[hash] ?? [] where tried.insert(number).inserted {
          guard left > 0 else { return .unfinished }
          left -= 1
          let other = sets[Int(number)]
          // Sets of too different sizes cannot be near.
          let sizes = (min(set.hashes.count, other.hashes.count), max(set.hashes.count, other.hashes.count))
          guard Double(sizes.0) >= threshold * Double(sizes.1) else { continue }
          let similarity = set.similarity(to: other)
          if similarity >= threshold { return .found(number: Int(number), similarity: similarity) }
        }
      }
      return .none
    }
  }
}
