import BertData
import Testing
import _TestSupport

/// Figures from scipy: `Scripts/golden/comparison.py`.
struct ComparisonTests {
  struct Figures: Decodable {
    struct Test: Decodable {
      let only_first: Int
      let only_second: Int
      let p: Double
    }
    struct Case: Decodable {
      let classes: Int
      let truth: [Int]
      let first: [Int]
      let second: [Int]
      let macro_f1: Double
      let interval: [Double]
      let difference: Double
      let difference_interval: [Double]
    }
    struct Sets: Decodable {
      let truth: [[Bool]]
      let answers: [[Bool]]
      let interval: [Double]
    }
    struct Numbers: Decodable {
      let truth: [Double]
      let answers: [Double]
      let interval: [Double]
    }
    struct Entity: Decodable {
      let range: LabelledRange

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        let label = try list.decode(String.self)
        range = LabelledRange(label, try list.decode(Int.self)..<(try list.decode(Int.self)))
      }
    }
    struct Entities: Decodable {
      let truth: [[Entity]]
      let found: [[Entity]]
      let f1: Double
      let interval: [Double]
    }
    let entities: Entities
    let mcnemar: [Test]
    let cases: [Case]
    let sets: Sets
    let numbers: Numbers
  }

  static func figures() throws -> Figures {
    try Golden.load(Figures.self, "comparison.json", target: "BertDataTests")
  }

  /// The logarithms of factorials are good to some 1e-12 of their size, which is 1e4 at the most here.
  @Test func mcNemarIsTheBinomialTest() throws {
    for figure in try Self.figures().mcnemar {
      let test = McNemar(onlyFirst: figure.only_first, onlySecond: figure.only_second)
      #expect(abs(test.probability - figure.p) < 1e-9 * max(1, figure.p), "\(figure)")
    }
  }

  @Test func mcNemarCountsTheRowsThatOneHasRight() {
    let test = McNemar(truth: [0, 1, 2, 0, 1], first: [0, 1, 0, 1, 1], second: [0, 0, 2, 0, 0])
    #expect(test.onlyFirst == 2 && test.onlySecond == 2)
  }

  /// As below; the deviations here are below 0.03.
  @Test func intervalsOfSeveralLabelsAndOfNumbersAreThoseOfScipy() throws {
    let figures = try Self.figures(), bootstrap = RowBootstrap(resamples: 5000, seed: 3)
    for (samples, expected) in [
      (bootstrap.macroF1(truth: figures.sets.truth, answers: [figures.sets.answers]), figures.sets.interval),
      (bootstrap.r2(truth: figures.numbers.truth, answers: [figures.numbers.answers]), figures.numbers.interval),
    ] {
      let interval = try #require(RowBootstrap.interval(samples))
      #expect(abs(interval.low - expected[0]) < 0.008 && abs(interval.high - expected[1]) < 0.008, "\(interval)")
    }
    #expect(bootstrap.r2(truth: [1, 2], answers: [[1, 2]]).allSatisfy { $0 == 1 })
    #expect(bootstrap.macroF1(truth: [[Bool]](), answers: [[]]) == [])
  }

  /// As of several labels; the deviations here are below 0.025.
  @Test func theIntervalOfEntitiesIsThatOfScipyOverSeqeval() throws {
    let figures = try Self.figures().entities
    let truth = figures.truth.map { $0.map(\.range) }, found = figures.found.map { $0.map(\.range) }
    #expect(abs(EntityMetrics(truth: truth, found: found).f1 - figures.f1) < 1e-12)
    let samples = RowBootstrap(resamples: 5000, seed: 3).entityF1(truth: truth, found: [found])
    let interval = try #require(RowBootstrap.interval(samples))
    #expect(
      abs(interval.low - figures.interval[0]) < 0.008 && abs(interval.high - figures.interval[1]) < 0.008,
      "\(interval) \(figures.interval)")
    #expect(RowBootstrap(resamples: 3).entityF1(truth: [[]], found: [[[]]]) == [0, 0, 0])
  }

  /// Both ends rest on random draws, scipy's and ours: of 5,000 samples the standard error of a 2.5 % quantile is about
  /// 2.7 √(0.025 · 0.975 / 5000) / φ(1.96) ≈ 0.04 standard deviations of the sample, twice that for two, and the
  /// deviations here are below 0.035: 0.008 is over three standard errors.
  @Test func intervalsAreThoseOfScipy() throws {
    for figure in try Self.figures().cases {
      let bootstrap = RowBootstrap(resamples: 5000, seed: 3)
      let first = bootstrap.macroF1(truth: figure.truth, answers: [figure.first], classes: figure.classes)
      let second = bootstrap.macroF1(truth: figure.truth, answers: [figure.second], classes: figure.classes)
      let interval = try #require(RowBootstrap.interval(first))
      #expect(abs(interval.low - figure.interval[0]) < 0.008 && abs(interval.high - figure.interval[1]) < 0.008)
      let differences = zip(second, first).map { $0 - $1 }
      let difference = try #require(RowBootstrap.interval(differences))
      #expect(abs(difference.low - figure.difference_interval[0]) < 0.008)
      #expect(abs(difference.high - figure.difference_interval[1]) < 0.008)
      let metrics = ClassificationMetrics(
        labels: (0..<figure.classes).map { "\($0)" }, truth: figure.truth,
        probabilities: figure.first.map { label in (0..<figure.classes).map { $0 == label ? 1 : 0 } })
      #expect(abs(metrics.macroF1 - figure.macro_f1) < 1e-12)
    }
  }

  /// numpy.quantile([1, 2, 3, 4], [0.25, 0.75]) is [1.75, 3.25].
  @Test func quantilesLieBetweenSamples() throws {
    let interval = try #require(RowBootstrap.interval([4, 1, 3, 2], share: 0.5))
    #expect(interval.low == 1.75 && interval.high == 3.25)
    #expect(RowBootstrap.interval([]) == nil)
  }

  @Test func severalRunsCountAsTheirMean() {
    let truth = [0, 1, 0, 1, 1], a = [0, 1, 1, 1, 0], b = [0, 0, 0, 1, 1]
    let bootstrap = RowBootstrap(resamples: 50, seed: 1)
    let both = bootstrap.macroF1(truth: truth, answers: [a, b], classes: 2)
    let each = [a, b].map { bootstrap.macroF1(truth: truth, answers: [$0], classes: 2) }
    for (index, value) in both.enumerated() { #expect(abs(value - (each[0][index] + each[1][index]) / 2) < 1e-15) }
    #expect(Set(each[0]).count > 5)
  }

  @Test func probabilitiesOfDifferences() {
    #expect(RowBootstrap.probability([1, 1, 1]) == 0.5)
    #expect(RowBootstrap.probability([0, 0]) == 1)
    #expect(RowBootstrap.probability((0..<1999).map { _ in 0.1 }) == 0.001)
  }
}
