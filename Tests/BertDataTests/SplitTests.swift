import BertData
import Foundation
import Testing
import _TestSupport

struct SplitTests {
  /// Figures of the authors' C code (prng.di.unimi.it), seeds through splitmix64 (Scripts/golden/xoshiro256starstar.c).
  @Test func generatorAgreesWithTheReference() throws {
    let golden = try Golden.load([String: [UInt64]].self, "xoshiro256starstar.json", target: "BertDataTests")
    #expect(golden.count == 3)
    for (seed, numbers) in golden {
      var generator = SeededGenerator(seed: try #require(UInt64(seed)))
      #expect(numbers.map { _ in generator.next() } == numbers)
    }
  }

  @Test func aStateOfZerosIsRefused() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(SeededGenerator.self, from: Data(#"{"s0":0,"s1":0,"s2":0,"s3":0}"#.utf8))
    }
  }

  @Test func savedStateGoesOn() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<10 { _ = generator.next() }
    var restored = try JSONDecoder().decode(SeededGenerator.self, from: JSONEncoder().encode(generator))
    #expect((0..<5).map { _ in restored.next() } == (0..<5).map { _ in generator.next() })
  }

  @Test func boundedNumbersAreEven() {
    var generator = SeededGenerator(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.next(below: 7)] += 1 }
    // A standard deviation is 93; six of them.
    for count in counts { #expect(abs(count - 10_000) < 560) }
    for _ in 0..<1000 { #expect((0..<1).contains(generator.nextUniform())) }
  }

  @Test func everyRowIsOnOneSideAndSharesAreKept() {
    let labels = (0..<1000).map { $0 % 10 < 6 ? 0 : $0 % 10 < 9 ? 1 : 2 }
    let (training, held) = StratifiedSplit.split(labels: labels, fraction: 0.1, seed: 42)
    #expect((training + held).sorted() == Array(0..<1000))
    #expect(training == training.sorted() && held == held.sorted())
    #expect((0..<3).map { label in held.filter { labels[$0] == label }.count } == [60, 30, 10])
    let again = StratifiedSplit.split(labels: labels, fraction: 0.1, seed: 42)
    #expect(again.held == held)
    #expect(StratifiedSplit.split(labels: labels, fraction: 0.1, seed: 43).held != held)
  }

  @Test func totalIsTheRoundedFraction() {
    // Three classes of 33, 33 and 34 rows: a tenth of each is 3.3, 3.3, 3.4; the rounded whole is 10.
    let labels = (0..<100).map { (2 + $0) % 3 }
    let held = StratifiedSplit.split(labels: labels, fraction: 0.1, seed: 1).held
    #expect(held.count == 10)
    #expect(held.filter { labels[$0] == 2 }.count == 4)
  }

  @Test func rareLabelsStandOnBothSides() {
    let labels = [Int](repeating: 0, count: 50) + [1, 1] + [2]
    let (training, held) = StratifiedSplit.split(labels: labels, fraction: 0.1, seed: 7)
    #expect(held.filter { labels[$0] == 1 }.count == 1)
    #expect(training.contains(52))
    let most = StratifiedSplit.split(labels: labels, fraction: 0.99, seed: 7)
    #expect(Set(most.training.map { labels[$0] }) == [0, 1, 2])
  }

  @Test func extremes() {
    #expect(StratifiedSplit.split(labels: [0, 1], fraction: 0, seed: 1).held.isEmpty)
    #expect(StratifiedSplit.split(labels: [], fraction: 0.5, seed: 1).training.isEmpty)
    #expect(StratifiedSplit.split(labels: [0, 0, 1, 1], fraction: .nan, seed: 1).held.isEmpty)
  }
}
