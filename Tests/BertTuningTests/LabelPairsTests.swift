import BertTuning
import Testing
import _TestSupport

/// The pairs that contrastive learning sees, against setfit's: `Scripts/golden/pair_counts.py`.
@Suite struct LabelPairsTests {
  struct Counts: Decodable { let cases: [Case] }

  struct Case: Decodable, Sendable {
    let labels: [Int]
    let sampling: String
    let iterations: Int?
    let same: Int
    let other: Int
    let distinctSame: Int
    let distinctOther: Int

    enum CodingKeys: String, CodingKey {
      case labels, sampling, iterations, same, other
      case distinctSame = "distinct_same"
      case distinctOther = "distinct_other"
    }
  }

  @Test func numbersAreSetfits() throws {
    for golden in try Golden.load(Counts.self, "pair-counts.json", target: "BertTuningTests").cases {
      let sampling = try golden.iterations.map { .iterations($0) } ?? PairSampling(parsing: golden.sampling)
      let pairs = LabelPairs(labels: golden.labels, sampling: sampling, seed: 7)
      #expect(pairs.sameCount == golden.same)
      #expect(pairs.otherCount == golden.other)
      var same: Set<[Int]> = [], other: Set<[Int]> = []
      let epoch = pairs.epoch(0)
      for pair in epoch {
        #expect((golden.labels[pair.first] == golden.labels[pair.second]) == pair.isOfOneLabel)
        let key = [min(pair.first, pair.second), max(pair.first, pair.second)]
        if pair.isOfOneLabel { same.insert(key) } else { other.insert(key) }
      }
      #expect(epoch.count { $0.isOfOneLabel } == golden.same)
      #expect(same.count == golden.distinctSame)
      #expect(other.count == golden.distinctOther)
    }
  }

  @Test func epochsDifferInOrderAlone() {
    let pairs = LabelPairs(labels: (0..<60).map { $0 % 4 }, sampling: .undersampling, seed: 1)
    func keys(_ epoch: Int) -> [Int] { pairs.epoch(epoch).map { $0.first * 60 + $0.second } }
    #expect(keys(0) == keys(0))
    #expect(keys(0) != keys(1))
    #expect(keys(0).sorted() == keys(1).sorted())
    let others = LabelPairs(labels: (0..<60).map { $0 % 4 }, sampling: .undersampling, seed: 2)
    #expect(keys(0).sorted() != others.epoch(0).map { $0.first * 60 + $0.second }.sorted())
  }

  /// The pairs of 800,000 texts are 3·10¹¹, of which the last is computed as soon as the first.
  @Test func manyTextsTakeNoMemoryForTheirPairs() {
    let labels = (0..<800_000).map { $0 % 3 }
    let epoch = LabelPairs(labels: labels, sampling: .oversampling, seed: 3).epoch(0)
    #expect(epoch.count > 300_000_000_000)
    var same = 0
    for place in stride(from: 0, to: epoch.count, by: epoch.count / 2000) {
      let pair = epoch[place]
      #expect((labels[pair.first] == labels[pair.second]) == pair.isOfOneLabel)
      same += pair.isOfOneLabel ? 1 : 0
    }
    // Half of the pairs, by a margin of seven standard deviations.
    #expect(abs(same - 1000) < 160)
  }

  @Test func whatIsNoSamplingIsRefused() {
    for text in ["", "all", "0", "-3", "1.5", "9999999999999999999"] {
      #expect(throws: TuningError.self) { try PairSampling(parsing: text) }
    }
  }
}
