import BertBaselines
import BertData
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
      let nearestMeans: [Int]
      let spread: Double
      let softmax: [Double]
      let meansRight: Int
      /// Rows that get their label when each is left out, by the weighting and the number of neighbours.
      let rights: [String: Int]
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
    }
  }

  @Test func classMeansAgreeWithScikitLearn() throws {
    for figure in try Self.figures().cases {
      let rows = FeatureMatrix(rows: figure.rows, columns: figure.columns, values: figure.x)
      let queries = FeatureMatrix(rows: figure.queries, columns: figure.columns, values: figure.q)
      let prototypes = try Prototypes(rows, labels: figure.y, classes: figure.classes)
      let logits = prototypes.model.logits(queries)
      let scores = stride(from: 0, to: logits.count, by: figure.classes).map {
        Softmax.probabilities(logits[$0..<$0 + figure.classes])
      }
      #expect(scores.map { own in own.firstIndex(of: own.max() ?? 0) ?? -1 } == figure.nearestMeans)
      #expect(abs(prototypes.spread / figure.spread - 1) < 1e-4)
      #expect(Self.areNear(scores.flatMap { $0 }, figure.softmax))
      #expect(prototypes.judged == figure.rows && prototypes.right == figure.meansRight)
    }
  }

  @Test(arguments: [1, 3]) func theChoiceOfNeighboursAgreesWithScikitLearn(threads: Int) throws {
    let compute = Compute(threads: threads)
    for figure in try Self.figures().cases {
      let rows = try UnitRows(
        Matrix(rows: figure.rows, columns: figure.columns, values: figure.x), compute: compute)
      let choice = try NeighbourChoice(rows, labels: figure.y, classes: figure.classes, compute: compute)
      #expect(choice.judged == figure.rows && choice.right == figure.rights.values.max())
      #expect(figure.rights["\(choice.weighting.rawValue)-\(choice.neighbours)"] == choice.right)
      for wanted in [1, 5] {
        let choice = try NeighbourChoice(
          rows, labels: figure.y, classes: figure.classes, wanted: wanted, compute: compute)
        #expect(choice.neighbours == wanted)
        #expect(choice.right == max(figure.rights["uniform-\(wanted)"] ?? 0, figure.rights["distance-\(wanted)"] ?? 0))
      }
    }
  }

  @Test func aClassWithoutRowsIsNeverTheAnswer() throws {
    let rows = FeatureMatrix(rows: 2, columns: 2, values: [1, 0, 0, 1])
    let prototypes = try Prototypes(rows, labels: [0, 2], classes: 3)
    // Each row is alone, so that none can be left out.
    #expect(prototypes.judged == 0)
    let logits = prototypes.model.logits(FeatureMatrix(rows: 1, columns: 2, values: [0.9, 0.1]))
    #expect(logits[0] > logits[2] && logits[2] > logits[1] + 100)
    #expect(throws: VectorRowsError.tooFewRows(found: 1, needed: 2)) {
      let one = try UnitRows(Matrix(rows: 1, columns: 2, values: [1, 0]), compute: Compute(threads: 1))
      _ = try NeighbourChoice(one, labels: [0], classes: 2, compute: Compute(threads: 1))
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
      try Prototypes(FeatureMatrix(rows: 2, columns: 2, values: [1, 0, 0, 1]), labels: [0], classes: 2)
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
