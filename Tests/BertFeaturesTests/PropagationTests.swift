import BertFeatures
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Figures from scikit-learn and cleanlab: `Scripts/golden/propagation.py`.
struct PropagationTests {
  struct Figures: Decodable {
    struct Travelled: Decodable {
      let scores: [Double]
      let iterations: Int
    }
    struct Graph: Decodable {
      let rows, columns, classes, neighbours: Int
      let alpha: Double
      let x: [Float]
      let given: [Int?]
      let spreading: Travelled
      let outliers: [Double]
    }
    struct Labels: Decodable {
      let rows, classes: Int
      let labels: [Int]
      let probabilities: [Double]
      let thresholds: [Double]
      let counts, calibrated, ranked: [Int]
      let confidence, margin: [Double]
    }
    let graphs: [Graph]
    let labels: [Labels]
  }

  static func figures() throws -> Figures {
    try Golden.load(Figures.self, "propagation.json", target: "BertFeaturesTests")
  }

  @Test func labelsTravelAsInScikitLearn() throws {
    let compute = Compute(threads: 2)
    for figure in try Self.figures().graphs {
      let rows = try UnitRows(Matrix(rows: figure.rows, columns: figure.columns, values: figure.x), compute: compute)
      let graph = try NeighbourGraph(rows, neighbours: figure.neighbours, compute: compute)
      let theirs = figure.spreading
      let ours = try LabelPropagation(spreading: figure.alpha).run(graph, labels: figure.given, classes: figure.classes)
      #expect(NeighbourTests.areNear(ours.scores, theirs.scores))
      #expect(ours.iterations == theirs.iterations)
    }
  }

  @Test func outliersAreThoseOfCleanlab() throws {
    let compute = Compute(threads: 2)
    for figure in try Self.figures().graphs {
      let rows = try UnitRows(Matrix(rows: figure.rows, columns: figure.columns, values: figure.x), compute: compute)
      let outliers = try RowOutliers(rows, neighbours: figure.neighbours, compute: compute)
      #expect(NeighbourTests.areNear(outliers.scores, figure.outliers))
    }
  }

  @Test func doubtfulLabelsAreThoseOfCleanlab() throws {
    for figure in try Self.figures().labels {
      let issues = try LabelIssues(
        labels: figure.labels, probabilities: figure.probabilities, classes: figure.classes)
      #expect(NeighbourTests.areNear(issues.joint.thresholds, figure.thresholds))
      #expect(issues.joint.counts == figure.counts)
      #expect(issues.joint.calibrated == figure.calibrated)
      #expect(issues.ranked == figure.ranked)
      #expect(NeighbourTests.areNear(issues.selfConfidence, figure.confidence))
      #expect(NeighbourTests.areNear(issues.normalizedMargin, figure.margin))
    }
  }

  @Test func wrongInputIsRefused() throws {
    let compute = Compute(threads: 1)
    let rows = try UnitRows(Matrix(rows: 3, columns: 1, values: [1, 2, -1]), compute: compute)
    #expect(throws: VectorRowsError.self) { try NeighbourGraph(rows, neighbours: 4, compute: compute) }
    let graph = try NeighbourGraph(rows, neighbours: 2, compute: compute)
    #expect(throws: VectorRowsError.tooFewRows(found: 0, needed: 1)) {
      try LabelPropagation(spreading: 0.2).run(graph, labels: [nil, nil, nil], classes: 2)
    }
    #expect(throws: VectorRowsError.option(name: "the part that spreads", rule: "above 0 and below 1")) {
      try LabelPropagation(spreading: 1).run(graph, labels: [0, nil, nil], classes: 2)
    }
    #expect(throws: VectorRowsError.notFinite(row: 1)) {
      try LabelIssues(labels: [0, 1], probabilities: [0.5, 0.5, .nan, 1], classes: 2)
    }
    #expect(throws: VectorRowsError.length(name: "the probabilities", found: 3, rows: 2)) {
      try LabelIssues(labels: [0, 1], probabilities: [0.5, 0.5, 1], classes: 2)
    }
    #expect(throws: VectorRowsError.self) { try RowOutliers(rows, neighbours: 3, compute: compute) }
  }
}
