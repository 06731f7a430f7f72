import BertFeatures
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Figures from scikit-learn's `KMeans`, `kmeans_plusplus` and `silhouette_samples`: `Scripts/golden/clusters.py`.
struct ClusterTests {
  struct Figures: Decodable {
    struct Case: Decodable {
      let rows, columns, clusters: Int
      let tolerance: Double
      let most: Int
      let x: [Float]
      let first: [Double]
      let labels: [Int32]
      let centres: [Double]
      let inertia: Double
      let iterations: Int
      let silhouettes: [Double]
    }
    struct Begin: Decodable {
      let rows, columns, clusters: Int
      let x: [Float]
      let draws: [Double]
      let chosen: [Int]
    }
    let cases: [Case]
    let begins: [Begin]
  }

  static func figures() throws -> Figures {
    try Golden.load(Figures.self, "clusters.json", target: "BertFeaturesTests")
  }

  @Test(arguments: [1, 3]) func kMeansAgreesWithScikitLearn(threads: Int) throws {
    let compute = Compute(threads: threads)
    for figure in try Self.figures().cases {
      let rows = Matrix(rows: figure.rows, columns: figure.columns, values: figure.x)
      var means = KMeans(clusters: figure.clusters)
      means.tolerance = figure.tolerance
      means.iterations = figure.most
      let fit = try means.fit(rows, from: figure.first, compute: compute)
      #expect(fit.labels == figure.labels)
      #expect(fit.iterations == figure.iterations)
      #expect(abs(fit.inertia - figure.inertia) < 1e-5 * figure.inertia)
      #expect(zip(fit.centres, figure.centres).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test(arguments: [1, 3]) func silhouettesAgreeWithScikitLearn(threads: Int) throws {
    let compute = Compute(threads: threads)
    for figure in try Self.figures().cases {
      let rows = Matrix(rows: figure.rows, columns: figure.columns, values: figure.x)
      let values = try Silhouette.values(of: rows, labels: figure.labels, clusters: figure.clusters, compute: compute)
      #expect(values.count == figure.silhouettes.count)
      #expect(zip(values, figure.silhouettes).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test func firstCentresAreThoseOfScikitLearnForTheSameRandomNumbers() throws {
    for figure in try Self.figures().begins {
      let rows = Matrix(rows: figure.rows, columns: figure.columns, values: figure.x)
      var place = 0
      let chosen = KMeansStart.rows(of: rows, count: figure.clusters, compute: Compute(threads: 2)) {
        place += 1
        return figure.draws[place - 1]
      }
      #expect(chosen == figure.chosen)
      #expect(place == figure.draws.count)
    }
  }

  /// scikit-learn finds three groups in what was drawn as three groups.
  @Test func theNumberOfGroupsIsFound() throws {
    let figure = try #require(try Self.figures().cases.last)
    let rows = Matrix(rows: figure.rows, columns: figure.columns, values: figure.x)
    let choice = try ClusterChoice(rows, range: 2...8, seed: 42, compute: Compute(threads: 2))
    #expect(choice.best.clusters == 3)
    #expect(choice.trials.map(\.clusters) == Array(2...8))
    let mean = figure.silhouettes.reduce(0, +) / Double(figure.rows)
    #expect(abs(choice.best.silhouette - mean) < 1e-5)
  }

  @Test func equalRowsLeaveClustersEmptyAndNothingIsTried() throws {
    let rows = Matrix(rows: 5, columns: 2, values: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
    let compute = Compute(threads: 1)
    let fit = try KMeans(clusters: 3).fit(rows, seed: 1, compute: compute)
    #expect(fit.sizes.sorted() == [0, 0, 5])
    #expect(fit.inertia == 0)
    #expect(throws: VectorRowsError.alike(rows: 5)) {
      try ClusterChoice(rows, range: 2...4, seed: 1, compute: compute)
    }
  }

  @Test func wrongInputIsRefused() {
    let compute = Compute(threads: 1)
    let rows = Matrix(rows: 2, columns: 2, values: [1, 2, 3, .nan])
    #expect(throws: VectorRowsError.notFinite(row: 1)) { try KMeans(clusters: 2).fit(rows, seed: 1, compute: compute) }
    #expect(throws: VectorRowsError.tooManyClusters(wanted: 3, rows: 2)) {
      try KMeans(clusters: 3).fit(rows, seed: 1, compute: compute)
    }
    let infinite = Matrix(rows: 1, columns: 1, values: [-.infinity])
    #expect(throws: VectorRowsError.notFinite(row: 0)) { try infinite.requireFinite() }
  }
}
