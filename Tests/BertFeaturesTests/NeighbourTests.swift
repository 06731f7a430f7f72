import BertFeatures
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Figures from scikit-learn, numpy and scipy: `Scripts/golden/neighbours.py`.
struct NeighbourTests {
  struct Figures: Decodable {
    struct Case: Decodable {
      let rows, queries, columns, classes, count: Int
      let x: [Float]
      let y: [Int]
      let q: [Float]
      let places: [[Int]]
      let cosines: [[Double]]
      let uniform: [Double]
      let distance: [Double]
      let prototypes: [Double]
      let softmax: [Double]
    }
    struct Alike: Decodable {
      let rows, columns: Int
      let threshold: Double
      let x: [Float]
      let of: [Int?]
      let similarities: [Double?]
      let groups: [Int?]
    }
    let cases: [Case]
    let alike: [Alike]
  }

  static func figures() throws -> Figures {
    try Golden.load(Figures.self, "neighbours.json", target: "BertFeaturesTests")
  }

  static func areNear(_ ours: [Double], _ theirs: [Double]) -> Bool {
    ours.count == theirs.count && zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-5 }
  }

  @Test(arguments: [1, 3]) func neighboursAgreeWithScikitLearn(threads: Int) throws {
    let compute = Compute(threads: threads)
    for figure in try Self.figures().cases {
      let rows = try UnitRows(
        Matrix(rows: figure.rows, columns: figure.columns, values: figure.x), compute: compute)
      let queries = try UnitRows(
        Matrix(rows: figure.queries, columns: figure.columns, values: figure.q), compute: compute)
      let hits = NearestRows(rows).nearest(to: queries, count: figure.count, compute: compute)
      #expect(hits.map { $0.map(\.row) } == figure.places)
      #expect(Self.areNear(hits.flatMap { $0.map { Double($0.score) } }, figure.cosines.flatMap { $0 }))
      for (weighting, theirs) in [
        (NeighbourClassifier.Weighting.uniform, figure.uniform), (.distance, figure.distance),
      ] {
        let classifier = try NeighbourClassifier(
          rows, labels: figure.y, classes: figure.classes, neighbours: figure.count, weighting: weighting)
        let scores = classifier.scores(queries, compute: compute)
        #expect(Self.areNear(scores, theirs), "\(weighting)")
      }
      let prototypes = try Prototypes(rows, labels: figure.y, classes: figure.classes, compute: compute)
      #expect(Self.areNear(prototypes.cosines(queries), figure.prototypes))
      #expect(Self.areNear(prototypes.scores(queries), figure.softmax))
    }
  }

  @Test(arguments: [1, 3]) func nearDuplicatesAreThoseOfAllPairs(threads: Int) throws {
    let compute = Compute(threads: threads)
    for figure in try Self.figures().alike {
      let rows = try UnitRows(
        Matrix(rows: figure.rows, columns: figure.columns, values: figure.x), compute: compute)
      let found = try DuplicateSearch(threshold: figure.threshold).run(rows, compute: compute)
      #expect(found.method == .exact)
      #expect(found.groups == figure.groups)
      #expect(found.duplicateOf == figure.of)
      #expect(
        zip(found.similarities, figure.similarities).allSatisfy { ours, theirs in
          ours.map { Double($0) }.flatMap { ours in theirs.map { abs(ours - $0) < 1e-5 } } ?? (theirs == nil)
        })
    }
  }

  /// With every cell probed no pair can be missed; the stated recall says so.
  @Test func cellsFindWhatTheirRecallSays() throws {
    let compute = Compute(threads: 2)
    for figure in try Self.figures().alike {
      let rows = try UnitRows(
        Matrix(rows: figure.rows, columns: figure.columns, values: figure.x), compute: compute)
      var search = DuplicateSearch(threshold: figure.threshold)
      search.exactRows = 0
      let found = try search.run(rows, compute: compute)
      guard case .cells(let cells, let probes, let recall) = found.method else {
        Issue.record("\(found.method)")
        continue
      }
      #expect(probes <= cells && recall.found <= recall.pairs && recall.rows > 0)
      let theirs = figure.of.count { $0 != nil }
      #expect(found.duplicates >= theirs * 9 / 10 && found.duplicates <= theirs)
    }
  }

  @Test func wrongInputIsRefused() throws {
    let compute = Compute(threads: 1)
    let rows = try UnitRows(Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1]), compute: compute)
    #expect(throws: VectorRowsError.option(name: "the threshold", rule: "above 0 and at most 1")) {
      try DuplicateSearch(threshold: 1.5).run(rows, compute: compute)
    }
    #expect(throws: VectorRowsError.length(name: "the labels", found: 1, rows: 2)) {
      try Prototypes(rows, labels: [0], classes: 2, compute: compute)
    }
    #expect(throws: VectorRowsError.self) {
      try NeighbourClassifier(rows, labels: [0, 1], classes: 2, neighbours: 3)
    }
    #expect(
      NeighbourClassifier.margins([0.5, 0.25, 0.25, 0.1, 0.1, 0.8], classes: 3).map { ($0 * 100).rounded() } == [
        25, 70,
      ])
  }
}
