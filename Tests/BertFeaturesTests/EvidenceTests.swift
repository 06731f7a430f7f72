import BertBaselines
import BertFeatures
import BertKernels
import BertStorage
import Foundation
import Testing
import _TestSupport

/// Figures of numpy and scipy: `Scripts/golden/transfer_evidence.py`.
@Suite struct EvidenceTests {
  struct Figures: Decodable {
    struct Estimate: Decodable {
      let seed: UInt64
      let rows: Int
      let others: Int
      let classes: Int
      let labels: [Int]
      let accuracy: Double
      let atc: Double
      let doc: Double
      let weighted: Double
      let deviation: Double
    }
    struct Verdict: Decodable {
      let rows: Int
      let won: Int
      let lost: Int
      let low: Double
      let high: Double
      let verdict: TransferReceipt.Verdict
    }
    struct Ensemble: Decodable {
      let seed: UInt64
      let models: Int
      let rows: Int
      let classes: Int
      let labels: [Int]
      let weights: [Double]
      let loss: Double
    }
    struct Mixture: Decodable {
      let seed: UInt64
      let counts: [Int]
      let others: Int
      let columns: Int
      let shifts: [Double]
      let shift: Double
      let gamma: Double
      let weights: [Double]
      let loss: Double
    }
    let estimates: [Estimate]
    let verdicts: [Verdict]
    let ensembles: [Ensemble]
    let mixtures: [Mixture]
  }

  private func figures() throws -> Figures {
    try Golden.load(Figures.self, "transfer_evidence.json", target: "BertFeaturesTests")
  }

  private func probabilities(_ seed: UInt64, _ rows: Int, _ classes: Int, _ sharpness: Double) -> [Double] {
    let logits = DrawnVectors.noise(seed, rows, classes).map { exp($0 * sharpness) }
    return logits.indices.map { index in
      let row = index / classes
      return logits[index] / logits[row * classes..<(row + 1) * classes].reduce(0, +)
    }
  }

  private let distance = TransferReceipt.Distance(proxyA: 1.25, mmd: 0.5)

  @Test func estimatesFollowTheirFormulas() throws {
    for figure in try figures().estimates {
      let source = try JudgedAnswers(
        probabilities: probabilities(figure.seed, figure.rows, figure.classes, 3), classes: figure.classes,
        labels: figure.labels)
      let target = try JudgedAnswers.confidences(
        probabilities(figure.seed + 1, figure.others, figure.classes, 2), classes: figure.classes, rows: figure.others)
      let weights = DrawnVectors.noise(figure.seed + 3, figure.rows, 1).map { exp($0 * 2) }
      #expect(abs(source.accuracy - figure.accuracy) < 1e-12)
      for (estimate, expected) in [
        (AccuracyEstimate.thresholded, figure.atc), (.difference, figure.doc), (.weighted(weights), figure.weighted),
      ] {
        #expect(abs(try estimate.accuracy(source: source, target: target) - expected) < 1e-12)
      }
      // A model that is never right and never sure does not vary, so that the gain varies as the estimate does. 1,000 samples tell
      // a deviation to within 5 % or so.
      let lost = try JudgedAnswers(
        probabilities: Array(repeating: 1 / Double(figure.classes), count: figure.rows * figure.classes),
        classes: figure.classes, labels: Array(repeating: 1, count: figure.rows))
      let receipt = try TransferReceipt(
        source: (lost, Array(repeating: 1 / Double(figure.classes), count: figure.others)), adapted: (source, target),
        by: [.difference], distance: distance)
      let interval = try #require(receipt.adapted.interval), width = interval[1] - interval[0]
      #expect(abs(width / (2 * 1.96 * figure.deviation) - 1) < 0.15)
      #expect(receipt.verdict == .helped && receipt.evidence == .doc)
    }
  }

  @Test func verdictsAreThoseOfWilsonsInterval() throws {
    for figure in try figures().verdicts {
      let rest = figure.rows - figure.won - figure.lost
      let source = Array(repeating: false, count: figure.won) + Array(repeating: true, count: figure.lost + rest)
      let adapted =
        Array(repeating: true, count: figure.won) + Array(repeating: false, count: figure.lost)
        + Array(repeating: true, count: rest)
      let receipt = try TransferReceipt(sourceIsRight: source, adaptedIsRight: adapted, distance: distance)
      let interval = try #require(receipt.adapted.interval)
      #expect(abs(interval[0] - figure.low) < 1e-12 && abs(interval[1] - figure.high) < 1e-12)
      #expect(receipt.verdict == figure.verdict && receipt.evidence == .measured)
    }
  }

  @Test func receiptsAreWrittenAsPromised() throws {
    let receipt = try TransferReceipt(
      sourceIsRight: [true, false, true, false], adaptedIsRight: [true, false, true, false], distance: distance)
    let data = try JSONFile.data(receipt, file: TransferReceipt.name)
    #expect(
      String(decoding: data, as: UTF8.self) == """
        {"adapted":{"accuracy":0.5,"gain":0,"interval":[0,0]},"distance":{"mmd":0.5,"proxy_a":1.25},\
        "evidence":"measured","source":{"accuracy":0.5},"verdict":"unclear"}

        """)
    #expect(try JSONDecoder().decode(TransferReceipt.self, from: data) == receipt)
  }

  @Test func ensemblesAreThoseOfScipy() throws {
    for figure in try figures().ensembles {
      let logits = (0..<figure.models).map { model in
        DrawnVectors.noise(figure.seed + UInt64(model), figure.rows, figure.classes).map { $0 * Double(2 + model) }
      }
      let ensemble = try SourceEnsemble(logits: logits, classes: figure.classes, labels: figure.labels)
      #expect(abs(ensemble.loss - figure.loss) < 1e-10)
      #expect(zip(ensemble.weights, figure.weights).allSatisfy { abs($0 - $1) < 1e-5 }, "\(ensemble.weights)")
      #expect(abs(ensemble.weights.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func mixturesAreThoseOfScipy() throws {
    let compute = Compute(threads: 2)
    for figure in try figures().mixtures {
      let parts = figure.counts.indices.map { part in
        DrawnVectors.cloud(
          figure.seed + UInt64(part), figure.counts[part], figure.columns, shift: figure.shifts[part])
      }
      let domains = try FeatureDomains(
        source: FeatureMatrix(
          rows: figure.counts.reduce(0, +), columns: figure.columns, values: parts.flatMap(\.values)),
        target: DrawnVectors.cloud(figure.seed + 9, figure.others, figure.columns, shift: figure.shift))
      let owners = figure.counts.enumerated().flatMap { repeatElement($0.offset, count: $0.element) }
      let mixture = try SourceMixture(
        domains, owners: owners, sources: parts.count, bandwidth: .gamma(figure.gamma), compute)
      #expect(abs(mixture.discrepancy - figure.loss) < 1e-9)
      #expect(zip(mixture.weights, figure.weights).allSatisfy { abs($0 - $1) < 1e-5 }, "\(mixture.weights)")
    }
  }

  /// The verdict needs all estimates; the figures are those of the middle one.
  @Test func estimatesMustAgree() throws {
    // On 200 source rows the adapted model is right more often, on the target it is surer, by weights it is worse.
    let rows = 200, others = 150, sure = 0.9, unsure = 0.55
    let before = try JudgedAnswers(
      probabilities: (0..<rows).flatMap { $0 % 2 == 0 ? [sure, 1 - sure] : [unsure, 1 - unsure] }, classes: 2,
      labels: (0..<rows).map { $0 % 4 == 0 ? 1 : 0 })
    let after = try JudgedAnswers(
      probabilities: (0..<rows).flatMap { $0 % 2 == 0 ? [sure, 1 - sure] : [unsure, 1 - unsure] }, classes: 2,
      labels: (0..<rows).map { $0 % 8 == 1 ? 1 : 0 })
    let source = (before, Array(repeating: unsure, count: others))
    let adapted = (after, Array(repeating: sure, count: others))
    let agreeing = try TransferReceipt(
      source: source, adapted: adapted, by: [.thresholded, .difference], distance: distance)
    #expect(agreeing.verdict == .helped && agreeing.estimates?.count == 2)
    // Rows on which the adapted model alone errs count all.
    let weights = (0..<rows).map { $0 % 8 == 1 ? 1.0 : 0 }
    let three = try TransferReceipt(
      source: source, adapted: adapted, by: [.thresholded, .difference, .weighted(weights)], distance: distance)
    let told = try #require(three.estimates), interval = try #require(three.adapted.interval)
    #expect(told.map(\.gain) == told.map(\.gain).sorted() && told[0].evidence == .weighted && told[0].gain == -1)
    #expect(three.verdict == .unclear && three.evidence == told[1].evidence && three.adapted.gain == told[1].gain)
    #expect(interval[0] == told.map { $0.interval[0] }.min() && interval[1] == told.map { $0.interval[1] }.max())
    #expect(interval[0] < 0 && interval[1] > 0)
  }

  @Test func whatCannotBeJudgedIsSaid() throws {
    #expect(throws: FeatureSpaceError.empty(.source)) {
      try JudgedAnswers(probabilities: [], classes: 2, labels: [])
    }
    #expect(throws: FeatureSpaceError.value(of: "probability", row: 1, rule: "0 to 1")) {
      try JudgedAnswers(probabilities: [0.5, 0.5, .nan, 0.5], classes: 2, labels: [0, 1])
    }
    #expect(throws: FeatureSpaceError.value(of: "label", row: 1, rule: "0 to 1")) {
      try JudgedAnswers(probabilities: [0.5, 0.5, 0.5, 0.5], classes: 2, labels: [0, 2])
    }
    #expect(throws: FeatureSpaceError.count(of: "probabilities", found: 3, expected: 2)) {
      try JudgedAnswers(probabilities: [0.5, 0.5, 0.5], classes: 2, labels: [0, 1])
    }
    let source = try JudgedAnswers(probabilities: [0.5, 0.5, 0.4, 0.6], classes: 2, labels: [0, 1])
    #expect(throws: FeatureSpaceError.empty(.target)) {
      try AccuracyEstimate.thresholded.accuracy(source: source, target: [])
    }
    #expect(throws: FeatureSpaceError.self) {
      try AccuracyEstimate.weighted([0, 0]).accuracy(source: source, target: [0.5])
    }
    #expect(throws: FeatureSpaceError.count(of: "logits", found: 3, expected: 2)) {
      try SourceEnsemble(logits: [[0.5, 0, 1, 2], [0.1, 0, 1]], classes: 2, labels: [0, 1])
    }
    #expect(throws: FeatureSpaceError.value(of: "logit", row: 1, rule: "a finite number")) {
      try SourceEnsemble(logits: [[0.5, 0, .nan, 2]], classes: 2, labels: [0, 1])
    }
    #expect(throws: FeatureSpaceError.empty(.target)) {
      try TransferReceipt(sourceIsRight: [], adaptedIsRight: [], distance: distance)
    }
    #expect(FeatureSpaceError.oneRow(.target).code == .badData)
    #expect(FeatureSpaceError.setting(name: "gamma", rule: "a positive number").code == .usage)
    #expect(
      "\(FeatureSpaceError.empty(.target))"
        == "the vectors of the target hold no row; give at least two different texts")
  }
}
