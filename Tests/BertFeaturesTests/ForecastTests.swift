import BertBaselines
import BertData
import BertFeatures
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Figures from scipy: `Scripts/golden/forecast.py`.
struct ForecastTests {
  struct Figures: Decodable {
    struct Fit: Decodable {
      let loss: Double
      let at: [Double]
    }
    struct Case: Decodable {
      let `true`: [Double]?
      let rows, accuracies, weights: [Double]
      let one, fitted: Fit
    }
    let at: [Double]
    let cases: [Case]
  }

  @Test func lawsAreThoseOfScipy() throws {
    let figures = try Golden.load(Figures.self, "forecast.json", target: "BertFeaturesTests")
    for figure in figures.cases {
      for (limit, theirs) in [(PowerLaw.Limit.one, figure.one), (.fitted, figure.fitted)] {
        let law = try #require(
          PowerLaw(limit, rows: figure.rows, accuracies: figure.accuracies, weights: figure.weights))
        let loss = zip(figure.rows, zip(figure.accuracies, figure.weights)).reduce(0) { sum, point in
          let error = law.limit - law.scale * pow(point.0, -law.rate) - point.1.0
          return sum + point.1.1 * error * error
        }
        // scipy stops where its steps are small; no fit of ours may be worse.
        #expect(loss <= theirs.loss * (1 + 1e-6) + 1e-9, "\(limit)")
        for (rows, accuracy) in zip(figures.at, theirs.at) {
          #expect(abs(law.accuracy(rows: rows) - accuracy) < 1e-3, "\(limit) at \(rows)")
        }
      }
      if let law = figure.true {
        let ours = try #require(
          PowerLaw(.fitted, rows: figure.rows, accuracies: figure.accuracies, weights: figure.weights))
        #expect(abs(ours.limit - law[0]) < 2e-3 && abs(ours.rate - law[2]) < 5e-3)
      }
    }
  }

  @Test func lawsKeepTheirBounds() {
    let rows = [10.0, 20, 40, 80], even = [1.0, 1, 1, 1]
    // An accuracy that falls has no law but its mean.
    let falling = PowerLaw(.fitted, rows: rows, accuracies: [0.8, 0.7, 0.6, 0.5], weights: even)
    #expect(falling?.scale == 0 && falling.map { abs($0.limit - 0.65) < 1e-9 } == true)
    // One that rises ever faster is bounded by 1.
    let rising = PowerLaw(.fitted, rows: rows, accuracies: [0.1, 0.2, 0.4, 0.8], weights: even)
    #expect(rising.map { $0.limit <= 1 && $0.accuracy(rows: 1e9) <= 1 } == true)
    let perfect = PowerLaw(.one, rows: rows, accuracies: even, weights: even)
    #expect(perfect?.scale == 0 && perfect?.accuracy(rows: 100) == 1)
    #expect(PowerLaw(.fitted, rows: [1, 2], accuracies: [0.1, 0.2], weights: [1, 1]) == nil)
    #expect(PowerLaw(.one, rows: rows, accuracies: [0.1, .nan, 0.2, 0.3], weights: even) == nil)
    #expect(PowerLaw(.one, rows: [0, 1, 2, 3], accuracies: even, weights: even) == nil)
  }

  /// Rows of which each is right with the probability that a known law gives to its size.
  @Test func intervalsHoldAKnownLaw() throws {
    let law = PowerLaw(limit: 0.85, scale: 0.9, rate: 0.5), sizes = [10.0, 14, 20, 28, 40, 57, 80]
    let thresholds = sizes.map { Self.threshold(law.accuracy(rows: $0)) }
    var held = 0, random = SeededGenerator(seed: 5)
    let trials = 40
    for trial in 0..<trials {
      // How hard a row is stays the same at all sizes, as it does where models are judged on the same rows.
      let hardness = (0..<100).map { _ in random.nextUniform() }
      let right = thresholds.map { threshold in
        hardness.map { hard in (0..<4).count { _ in 0.7 * hard + 0.3 * random.nextUniform() < threshold } }
      }
      let forecast = try AccuracyForecast(
        LearningCurve(sizes: sizes, right: right, repeats: 4), rows: 100, seed: UInt64(trial))
      let point = try #require(forecast.accuracy(more: 300))
      if point.interval.contains(law.accuracy(rows: 400)) { held += 1 }
      #expect(point.interval.contains(point.accuracy) && point.more == 300)
      #expect(forecast.accuracy(more: 401) == nil && forecast.accuracy(more: -1) == nil)
    }
    #expect(Double(held) / Double(trials) >= 0.9, "\(held) of \(trials)")
  }

  /// The value that 0.7 u + 0.3 v, both uniform, is below with this probability.
  private static func threshold(_ probability: Double) -> Double {
    var low = 0.0, high = 1.0
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if below(middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private static func below(_ value: Double) -> Double {
    let steps = 2000
    return (0..<steps).reduce(0) { sum, step in
      let u = (Double(step) + 0.5) / Double(steps)
      return sum + min(1, max(0, (value - 0.7 * u) / 0.3)) / Double(steps)
    }
  }

  @Test func curveGrowsWithRows() throws {
    let rows = 150, columns = 20, labels = (0..<rows).map { $0 % 3 }
    // Three centres in noise: the more rows, the better they are told apart.
    let noise = DrawnVectors.noise(3, rows, columns)
    let values = noise.enumerated().map { index, value in
      Float(1.5 * value + (index % columns == labels[index / columns] ? 1 : 0))
    }
    func curve(threads: Int) throws -> LearningCurve {
      try LearningCurve(
        Matrix(rows: rows, columns: columns, values: values), labels: labels, classes: 3, seed: 7,
        compute: Compute(threads: threads))
    }
    let found = try curve(threads: 2)
    #expect(found.rows == rows && found.sizes.count == 7 && found.right.allSatisfy { $0.count == rows })
    #expect(zip(found.sizes, found.sizes.dropFirst()).allSatisfy { $0 < $1 })
    #expect(abs(found.sizes[0] - 10) < 1 && abs(found.sizes[6] - 120) < 1e-9)
    #expect(found.accuracies[6] > found.accuracies[0] + 0.1 && found.accuracies[6] > 0.6, "\(found.accuracies)")
    #expect(found.right.allSatisfy { $0.allSatisfy { (0...found.repeats).contains($0) } })
    #expect(try curve(threads: 1) == found, "the threads show")
    // Labels that the vectors do not tell are met by chance alone.
    let drawn = try LearningCurve(
      Matrix(rows: rows, columns: columns, values: noise.map(Float.init)), labels: labels, classes: 3, seed: 7,
      compute: Compute(threads: 2))
    #expect(drawn.accuracies.allSatisfy { abs($0 - 1 / 3.0) < 0.12 }, "\(drawn.accuracies)")
  }

  @Test func tooFewRowsAreRefused() throws {
    let compute = Compute(threads: 1), needed = LearningCurve.needed(classes: 2)
    #expect(needed == 50)
    func curve(_ labels: [Int]) throws -> LearningCurve {
      try LearningCurve(
        Matrix(rows: labels.count, columns: 1, values: labels.map { Float($0) }), labels: labels, classes: 2, seed: 1,
        compute: compute)
    }
    #expect(throws: VectorRowsError.tooFewRows(found: 49, needed: 50)) { try curve((0..<49).map { $0 % 2 }) }
    #expect(throws: VectorRowsError.tooFewRows(found: 60, needed: 61)) { try curve([Int](repeating: 0, count: 60)) }
    #expect(throws: VectorRowsError.self) { try curve([5] + [Int](repeating: 0, count: 60)) }
    #expect(try curve((0..<50).map { $0 % 2 }).accuracies.last == 1)
    #expect(throws: VectorRowsError.self) {
      try AccuracyForecast(LearningCurve(sizes: [], right: [], repeats: 1), rows: 1, seed: 1)
    }
  }
}
