/// Held-out texts that are nearly the same as a training text, so that a classifier can answer them from memory.
package struct NearDuplicates: Sendable {
  /// Two texts that are nearly the same.
  package struct Pair: Sendable, Equatable {
    /// The indices in the two lists.
    package var heldIndex, trainingIndex: Int
    package var held, training: String
    /// The share of three-word runs that both have, 0 ... 1.
    package var similarity: Double
  }

  /// Share of common three-word runs from which two texts count as nearly the same.
  package static let threshold = 0.8
  /// The most three-word runs of training texts that are kept, a quarter of a gigabyte; later texts are not compared.
  package static let mostRuns = 15_000_000
  /// The number of comparisons after which the search ends: a few seconds of work.
  package static let budget = 5_000_000

  /// Held-out rows that are nearly the same as a training text.
  package private(set) var rows = 0
  /// Of these, rows with a training text of the same words in the same order.
  package private(set) var identical = 0
  /// Held-out rows in all.
  package let held: Int
  /// How many held-out rows, counted from the first, were compared; of the later ones only the identical are found.
  package private(set) var heldCompared: Int
  /// Training rows in all.
  package let training: Int
  /// How many training rows, counted from the first, were compared.
  package private(set) var trainingCompared: Int
  /// Compared texts that are longer than ``Shingles/longestText`` words: only their beginning was compared.
  package private(set) var cut = 0
  /// A few pairs; those that are not the same word for word come first.
  package private(set) var examples: [Pair] = []

  /// Whether all rows of both sides were compared, whole.
  package var isComplete: Bool { heldCompared == held && trainingCompared == training && cut == 0 }

  /// Finds all pairs without comparing each text with each: two sets that share 0.8 of their members must share one
  /// among the rarest few of each (Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins in data
  /// cleaning", 2006). The result is exact for the texts that were compared.
  ///
  /// - Parameters:
  ///   - training: the training texts.
  ///   - held: the held-out texts.
  ///   - limit: how many pairs are kept as examples.
  ///   - budget: the most comparisons.
  ///   - mostRuns: the number of runs after which no more training texts are read.
  package init(
    training: [String], held: [String], limit: Int = 5, budget: Int = Self.budget, mostRuns: Int = Self.mostRuns
  ) {
    self.held = held.count
    heldCompared = held.count
    self.training = training.count
    trainingCompared = training.count
    guard !training.isEmpty, !held.isEmpty else { return }
    // Of texts with the same set of shingles the first stands for all.
    var sets: [Shingles] = [], places: [Int] = []
    var seen: Set<[UInt64]> = []
    var digests: [UInt64: Int] = [:]
    var runs = 0
    for (place, text) in training.enumerated() {
      guard runs < mostRuns else {
        trainingCompared = place
        break
      }
      let set = Shingles(text)
      if digests[set.digest] == nil { digests[set.digest] = place }
      runs += set.hashes.count
      if set.isCut { cut += 1 }
      guard !set.hashes.isEmpty, seen.insert(set.hashes).inserted else { continue }
      sets.append(set)
      places.append(place)
    }
    let search = Search(sets)
    var left = budget
    var same: [Pair] = []
    for (place, text) in held.enumerated() {
      let set = Shingles(text)
      if set.isCut { cut += 1 }
      if let twin = digests[set.digest] {
        rows += 1
        identical += 1
        if same.count < limit {
          same.append(.init(heldIndex: place, trainingIndex: twin, held: text, training: training[twin], similarity: 1))
        }
        continue
      }
      guard heldCompared == held.count else { continue }
      switch search.match(set, &left) {
      case .none: break
      case .unfinished: heldCompared = place
      case .found(let number, let similarity):
        rows += 1
        if examples.count < limit {
          let twin = places[number]
          examples.append(
            .init(heldIndex: place, trainingIndex: twin, held: text, training: training[twin], similarity: similarity))
        }
      }
    }
    examples = Array((examples + same).prefix(limit))
  }
}
