/// Held-out texts that are nearly the same as a training text: a classifier knows them by heart.
package struct NearDuplicates: Sendable {
  /// Two texts that are nearly the same.
  package struct Pair: Sendable, Equatable {
    /// The places in the two lists.
    package var heldIndex, trainingIndex: Int
    package var held, training: String
    /// The share of three-word runs that both have, 0 ... 1.
    package var similarity: Double
  }

  /// Share of common three-word runs from which two texts count as nearly the same.
  package static let threshold = 0.8
  /// Runs of the training texts that are kept, a quarter of a gigabyte; texts beyond are not looked at.
  package static let mostRuns = 15_000_000
  /// Comparisons after which the search ends: some seconds' work.
  package static let budget = 5_000_000

  /// Held-out rows that have such a training text.
  package private(set) var rows = 0
  /// Of these, rows with a training text of the same words in the same order.
  package private(set) var identical = 0
  /// Held-out rows in all.
  package let held: Int
  /// Whether all pairs that come into question were compared.
  package private(set) var isComplete = true
  /// A few pairs, those not the same word for word first.
  package private(set) var examples: [Pair] = []

  /// Finds all pairs without comparing each with each: two sets that share 0.8 of their members must share one among the
  /// rarest few of each (Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins in data cleaning",
  /// 2006). The result is exact.
  ///
  /// - Parameters:
  ///   - limit: how many pairs are kept as examples.
  ///   - budget: comparisons at the most.
  package init(training: [String], held: [String], limit: Int = 5, budget: Int = Self.budget) {
    self.held = held.count
    guard !training.isEmpty, !held.isEmpty else { return }
    // Of texts with the same set of shingles the first stands for all.
    var sets: [Shingles] = [], places: [Int] = []
    var seen: [[UInt64]: Int] = [:]
    var digests: [UInt64: Int] = [:]
    var runs = 0
    for (place, text) in training.enumerated() {
      let digest = Shingles.digest(text)
      if digests[digest] == nil { digests[digest] = place }
      guard runs < Self.mostRuns else {
        isComplete = false
        break
      }
      let set = Shingles(text)
      runs += set.hashes.count
      guard !set.hashes.isEmpty, seen[set.hashes] == nil else { continue }
      seen[set.hashes] = sets.count
      sets.append(set)
      places.append(place)
    }
    var frequency: [UInt64: Int32] = [:]
    for set in sets { for hash in set.hashes { frequency[hash, default: 0] += 1 } }
    func rarest(_ set: Shingles) -> [UInt64] {
      let count = set.hashes.count
      let kept = count - Int((Self.threshold * Double(count)).rounded(.up)) + 1
      return Array(
        set.hashes.sorted { (frequency[$0] ?? 0, $0) < (frequency[$1] ?? 0, $1) }.prefix(max(1, kept)))
    }
    var index: [UInt64: [Int32]] = [:]
    for (number, set) in sets.enumerated() {
      for hash in rarest(set) { index[hash, default: []].append(Int32(truncatingIfNeeded: number)) }
    }

    var left = budget
    var same: [Pair] = []
    for (place, text) in held.enumerated() {
      if let twin = digests[Shingles.digest(text)] {
        rows += 1
        identical += 1
        if same.count < limit {
          same.append(.init(heldIndex: place, trainingIndex: twin, held: text, training: training[twin], similarity: 1))
        }
        continue
      }
      let set = Shingles(text)
      guard let found = Self.match(set, among: sets, index, rarest(set), &left) else { continue }
      rows += 1
      if examples.count < limit {
        let twin = places[found.number]
        examples.append(
          .init(
            heldIndex: place, trainingIndex: twin, held: text, training: training[twin], similarity: found.similarity))
      }
    }
    if left == 0 { isComplete = false }
    examples = Array((examples + same).prefix(limit))
  }

  /// The first training text that is near enough.
  private static func match(
    _ set: Shingles, among sets: [Shingles], _ index: [UInt64: [Int32]], _ rarest: [UInt64], _ left: inout Int
  ) -> (number: Int, similarity: Double)? {
    var tried: Set<Int32> = []
    for hash in rarest {
      for number in index[hash] ?? [] where left > 0 && tried.insert(number).inserted {
        left -= 1
        let other = sets[Int(number)]
        // Sets of too different sizes cannot be near.
        let sizes = (min(set.hashes.count, other.hashes.count), max(set.hashes.count, other.hashes.count))
        guard Double(sizes.0) >= threshold * Double(sizes.1) else { continue }
        let similarity = set.similarity(to: other)
        if similarity >= threshold { return (Int(number), similarity) }
      }
    }
    return nil
  }
}
