import BertData
import Testing

@Suite struct NearDuplicatesTests {
  @Test("Case, punctuation and spacing do not count; the order of words does")
  func words() {
    #expect(Shingles("The film was good!") == Shingles("  the FILM,\nwas good"))
    #expect(Shingles.digest("The film was good!") == Shingles.digest("the film was good"))
    #expect(Shingles("the film was good").similarity(to: Shingles("good was film the")) == 0)
    #expect(Shingles("don't stop me now").hashes.count == 3)
    #expect(Shingles("これは本です").hashes.count == 4)
    #expect(Shingles("!!! ???") == Shingles("!!!???"))
    #expect(Shingles("").hashes.isEmpty)
    #expect(Shingles("").similarity(to: Shingles(" ")) == 0)
  }

  @Test("Similarity is shared runs by all runs")
  func similarity() {
    // a b c, b c d, c d e beside a b c, b c d, c d f: two of four.
    #expect(Shingles("a b c d e").similarity(to: Shingles("a b c d f")) == 0.5)
    #expect(Shingles("a b").similarity(to: Shingles("A, b")) == 1)
  }

  @Test("The same pairs as comparing each with each", arguments: [1, 2, 3, 4])
  func exact(seed: UInt64) {
    // Few words, so that texts share runs, and copies with a word or two exchanged.
    var generator = SeededGenerator(seed: seed)
    func text(_ count: Int) -> [String] { (0..<count).map { _ in "w\(generator.next(below: 12))" } }
    var training = (0..<150).map { _ in text(3 + generator.next(below: 30)) }
    training += training.prefix(20)
    let held = (0..<120).map { _ -> [String] in
      var words = training[generator.next(below: training.count)]
      for _ in 0..<generator.next(below: 4) {
        words[generator.next(below: words.count)] = "x\(generator.next(below: 3))"
      }
      return words
    }
    let left = training.map { $0.joined(separator: " ") }, right = held.map { $0.joined(separator: " ") }
    var expected = 0, identical = 0
    for text in right {
      let near = left.contains { plainSimilarity($0, text) >= 0.8 }
      if near { expected += 1 }
      if left.contains(text) { identical += 1 }
    }
    let found = NearDuplicates(training: left, held: right)
    #expect(expected > 20 && expected < 120)
    #expect(found.rows == expected && found.identical == identical && found.isComplete && found.held == 120)
    for pair in found.examples {
      #expect(left[pair.trainingIndex] == pair.training && right[pair.heldIndex] == pair.held)
      #expect(abs(plainSimilarity(pair.training, pair.held) - pair.similarity) < 1e-12)
    }
  }

  /// Jaccard over the runs themselves, without hashes.
  private func plainSimilarity(_ left: String, _ right: String) -> Double {
    func runs(_ text: String) -> Set<[Substring]> {
      let words = text.split(separator: " ")
      return Set((0...words.count - 3).map { Array(words[$0..<$0 + 3]) })
    }
    let left = runs(left), right = runs(right)
    return Double(left.intersection(right).count) / Double(left.union(right).count)
  }

  @Test("A search that is ended says so")
  func budget() {
    let training = (0..<50).map { "one two three four \($0) five six" }
    let found = NearDuplicates(training: training, held: ["one two three nine ten"], budget: 1)
    #expect(found.rows == 0)
    #expect(
      !NearDuplicates(training: training, held: ["one two three four five", "six one two three"], budget: 0).isComplete)
    #expect(NearDuplicates(training: [], held: ["a b c"]).rows == 0)
    #expect(NearDuplicates(training: ["a b c"], held: []).held == 0)
  }
}
