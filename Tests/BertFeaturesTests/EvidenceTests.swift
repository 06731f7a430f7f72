import BertFeatures
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
      let probabilities: [[Double]]
      let weights: [Double]
      let loss: Double
    }
    let estimates: [Estimate]
    let verdicts: [Verdict]
    let ensembles: [Ensemble]
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
        by: .difference, distance: distance)
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
      let ensemble = try SourceEnsemble(probabilities: figure.probabilities)
      #expect(abs(ensemble.loss - figure.loss) < 1e-10)
      #expect(zip(ensemble.weights, figure.weights).allSatisfy { abs($0 - $1) < 1e-5 })
    }
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
    #expect(throws: FeatureSpaceError.self) { try SourceEnsemble(probabilities: [[0.5, 0], [0.1, 0]]) }
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
