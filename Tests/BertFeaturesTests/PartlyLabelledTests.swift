import BertBaselines
import BertData
import BertFeatures
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Figures from scikit-learn and scipy: `Scripts/golden/partly_labelled.py`.
struct PartlyLabelledTests {
  struct Figures: Decodable {
    struct Way: Decodable {
      let pseudo: [Int]
      let weights: [Double]
      let probabilities: [Double]
    }
    struct Case: Decodable {
      let labelled, unlabelled, columns, classes: Int
      let strength: Double
      let class_weights: [Double]?
      let x: [Float]
      let given: [Int?]
      let ways: [String: Way]
      let certainty, scores: [Double]
    }
    struct Flip: Decodable {
      let differences: [Int]
      let p: Double
    }
    struct Many: Decodable {
      let wins, losses: Int
      let p: Double
    }
    let cases: [Case]
    let flips: [Flip]
    let many: Many
  }

  private static func figures() throws -> Figures {
    try Golden.load(Figures.self, "partly_labelled.json", target: "BertFeaturesTests")
  }

  private static func rows(_ figure: Figures.Case, threads: Int) throws -> PartlyLabelledRows {
    let cut = figure.labelled * figure.columns
    return try PartlyLabelledRows(
      labelled: FeatureMatrix(rows: figure.labelled, columns: figure.columns, values: Array(figure.x[..<cut])),
      unlabelled: FeatureMatrix(rows: figure.unlabelled, columns: figure.columns, values: Array(figure.x[cut...])),
      classes: figure.classes, classWeights: figure.class_weights, strength: figure.strength,
      compute: Compute(threads: threads))
  }

  @Test(arguments: PartlyLabelledRows.Way.allCases) func headsAreThoseOfScikitLearn(
    way: PartlyLabelledRows.Way
  ) throws {
    for figure in try Self.figures().cases {
      let theirs = try #require(figure.ways[way.rawValue])
      let head = try Self.rows(figure, threads: 2).head(way, labels: figure.given, .full)
      #expect(head.pseudoRows == theirs.pseudo.count)
      let all = FeatureMatrix(
        rows: figure.labelled + figure.unlabelled, columns: figure.columns, values: figure.x)
      let logits = head.model.logits(all)
      let ours = stride(from: 0, to: logits.count, by: figure.classes).flatMap {
        Softmax.probabilities(logits[$0..<$0 + figure.classes])
      }
      #expect(zip(ours, theirs.probabilities).allSatisfy { abs($0 - $1) < 1e-4 }, "\(way)")
      let single = try Self.rows(figure, threads: 1).head(way, labels: figure.given, .full)
      #expect(single.model == head.model, "the threads show")
    }
  }

  @Test func certaintyIsOneLessTheEntropy() throws {
    for figure in try Self.figures().cases {
      let ours = try PropagatedLabels(figure.scores, classes: figure.classes)
      #expect(NeighbourTests.areNear(ours.certainty, figure.certainty))
      let theirs = try #require(figure.ways["propagation"])
      let pseudo = try PseudoLabels(
        labels: ours.labels, certainty: ours.certainty, given: figure.given.compactMap(\.self), classes: figure.classes)
      #expect(pseudo.rows == theirs.pseudo && NeighbourTests.areNear(pseudo.weights, theirs.weights))
    }
    let unreached = try PropagatedLabels([0, 0, 1, 0, 0.5, 0.5], classes: 2)
    #expect(unreached.labels == [nil, 0, 0] && unreached.certainty == [0, 1, 0])
  }

  /// A label that no person gave is not learnt, and a row of no certainty not at all.
  @Test func pseudoLabelsCountNoMoreThanLabels() throws {
    let pseudo = try PseudoLabels(
      labels: [0, 0, 0, 1, 2, nil, 1], certainty: [1, 1, 1, 0.5, 1, 0, 0], given: [0, 1, 1], classes: 3)
    #expect(pseudo.rows == [0, 1, 2, 3] && pseudo.labels == [0, 0, 0, 1])
    #expect(NeighbourTests.areNear(pseudo.weights, [1 / 3.0, 1 / 3.0, 1 / 3.0, 0.5]))
  }

  @Test func chanceIsThatOfScipy() throws {
    let figures = try Self.figures()
    for flip in figures.flips { #expect(abs(SignFlips.probability(flip.differences) - flip.p) < 1e-12) }
    let many = [Int](repeating: 1, count: figures.many.wins) + [Int](repeating: -1, count: figures.many.losses)
    #expect(abs(SignFlips.probability(many) - figures.many.p) < 2e-3)
    #expect(SignFlips.probability([]) == 1)
  }

  @Test func wrongInputIsRefused() throws {
    let figure = try #require(try Self.figures().cases.first), rows = try Self.rows(figure, threads: 1)
    #expect(throws: VectorRowsError.tooFewRows(found: 0, needed: 1)) {
      try rows.head(.plain, labels: [Int?](repeating: nil, count: figure.labelled))
    }
    #expect(throws: VectorRowsError.self) { try rows.head(.propagation, labels: [0]) }
    #expect(throws: VectorRowsError.notFinite(row: 1)) {
      try PartlyLabelledRows(
        labelled: FeatureMatrix(rows: 1, columns: 1, values: [1]),
        unlabelled: FeatureMatrix(rows: 1, columns: 1, values: [.nan]), classes: 2, strength: 1,
        compute: Compute(threads: 1))
    }
    #expect(throws: VectorRowsError.self) {
      try PartlyLabelledRows(
        labelled: FeatureMatrix(rows: 1, columns: 1, values: [1]),
        unlabelled: FeatureMatrix(rows: 0, columns: 1, values: []), classes: 2, strength: 1,
        compute: Compute(threads: 1))
    }
    #expect(throws: VectorRowsError.self) { try PropagatedLabels([1], classes: 1) }
    #expect(throws: VectorRowsError.self) {
      try PseudoLabels(labels: [3], certainty: [1], given: [0], classes: 2)
    }
  }
}
