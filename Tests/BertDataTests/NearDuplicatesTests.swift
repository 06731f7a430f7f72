import BertData
import Testing

@Suite struct NearDuplicatesTests {
  @Test("Case, punctuation and spacing do not count; the order of words does")
  func words() {
    #expect(Shingles("The film was good!") == Shingles("  the FILM,\nwas good"))
    #expect(Shingles("The film was good!").digest == Shingles("the film was good").digest)
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

  @Test("A search that is ended says how far it came")
  func budget() {
    let training = (0..<50).map { "one two three four \($0) five six" }
    // Five of its six runs are those of the first training text.
    let near = "one two three four 0 five six seven"
    let one = NearDuplicates(training: training, held: [near], budget: 1)
    #expect(one.rows == 1 && one.heldCompared == 1 && one.trainingCompared == 50 && one.isComplete)
    // The first has nothing to be compared with, the second wants a comparison, the last is the same word for word.
    let held = ["nothing of the kind", near, training[7]]
    let none = NearDuplicates(training: training, held: held, budget: 0)
    #expect(none.heldCompared == 1 && none.rows == 1 && none.identical == 1 && !none.isComplete)
    let enough = NearDuplicates(training: training, held: held)
    #expect(enough.heldCompared == 3 && enough.rows == 2 && enough.isComplete)
    #expect(NearDuplicates(training: [], held: ["a b c"]).rows == 0)
    #expect(NearDuplicates(training: ["a b c"], held: []).held == 0)
  }

  /// Each text has five runs: three texts are looked at before twelve are reached.
  @Test func trainingTextsBeyondTheLimitAreNotLookedAt() {
    let training = (0..<6).map { place in (0..<7).map { "w\(place)x\($0)" }.joined(separator: " ") }
    let found = NearDuplicates(training: training, held: training, mostRuns: 12)
    #expect(found.trainingCompared == 3 && found.training == 6 && found.heldCompared == 6)
    #expect(found.rows == 3 && found.identical == 3 && !found.isComplete)
  }

  @Test func longTextsAreCountedAsCut() {
    func text(_ count: Int) -> String { (0..<count).map { "w\($0)" }.joined(separator: " ") }
    let longest = Shingles.longestText
    #expect(!Shingles(text(longest) + " !").isCut && Shingles(text(longest + 1)).isCut)
    #expect(Shingles(text(longest)).hashes == Shingles(text(longest + 9)).hashes)
    let marks = String(repeating: "?", count: longest)
    #expect(!Shingles(marks).isCut && Shingles(marks + "?").isCut)
    let found = NearDuplicates(training: [text(longest + 1), "a b c"], held: [text(longest + 2)])
    #expect(found.cut == 2 && found.rows == 1 && !found.isComplete)
  }
}
