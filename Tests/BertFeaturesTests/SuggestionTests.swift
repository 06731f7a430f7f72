import BertFeatures
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Figures from scikit-learn and numpy: `Scripts/golden/suggestion.py`.
struct SuggestionTests {
  struct Figures: Decodable {
    struct Case: Decodable {
      let rows, labelled, columns, classes: Int
      let x, people: [Float]
      let given: [Int]
      let scores: [Double]
      let order: [Int]
      let pseudo: [Int?]
      let probabilities: [Double]
    }
    let cases: [Case]
  }

  @Test(arguments: [1, 3]) func selfTrainingIsThatOfScikitLearn(threads: Int) throws {
    for figure in try Golden.load(Figures.self, "suggestion.json", target: "BertFeaturesTests").cases {
      #expect(try LeastMargin(figure.scores, classes: figure.classes).order(of: 0..<figure.rows) == figure.order)
      let trained = try SelfTraining(
        Matrix(rows: figure.rows, columns: figure.columns, values: figure.x), scores: figure.scores,
        classes: figure.classes,
        labelled: Matrix(rows: figure.labelled, columns: figure.columns, values: figure.people), given: figure.given,
        compute: Compute(threads: threads))
      #expect(trained.labels == figure.pseudo)
      let probabilities = try #require(trained.probabilities)
      #expect(zip(probabilities, figure.probabilities).allSatisfy { abs($0 - $1) < 2e-4 })
    }
  }

  @Test func labelsTakeTurns() throws {
    let scores = [0.9, 0.1, 0.6, 0.4, 0.55, 0.45, 0.3, 0.7, 0.2, 0.8]
    let margin = try LeastMargin(scores, classes: 2)
    #expect(margin.answers == [0, 0, 0, 1, 1])
    #expect(margin.order(of: 0..<5) == [2, 1, 3, 4, 0])
    #expect(margin.balancedOrder(of: 0..<5) == [2, 3, 1, 4, 0])
  }

  @Test func rowsThatSayTheSameAreTakenOnce() throws {
    let compute = Compute(threads: 2)
    // Two directions, each three times, and one between.
    let rows = Matrix(rows: 7, columns: 2, values: [1, 0, 2, 0, 0, 1, 0, 3, 1, 1, 3, 0, 0, 2])
    var picker = try RowPicker(UnitRows(rows, compute: compute), threshold: 0.95)
    picker.take([1, 0, 3, 2, 4, 5, 6], upTo: 7)
    #expect(picker.taken == [1, 3, 4] && picker.passed == 4)
    let diverse = try DiverseRows(rows, count: 3, threshold: 0.95, starts: 3, seed: 1, compute: compute)
    #expect(Set(diverse.rows).count == diverse.rows.count && diverse.sizes.count == diverse.rows.count)
    #expect(diverse.rows.count <= 3 && diverse.rows.count >= 2)
  }

  @Test func oneSureLabelTeachesNothing() throws {
    let rows = Matrix(rows: 3, columns: 2, values: [1, 0, 1, 0.1, 1, 0.2])
    let trained = try SelfTraining(
      rows, scores: [0.9, 0.1, 0.8, 0.2, 0.9, 0.1], classes: 2, labelled: Matrix(rows: 0, columns: 2), given: [],
      compute: Compute(threads: 1))
    #expect(trained.labels == [0, 0, 0] && trained.probabilities == nil)
    #expect(throws: VectorRowsError.self) {
      try SelfTraining(
        rows, scores: [1], classes: 2, labelled: Matrix(rows: 0, columns: 2), given: [], compute: Compute(threads: 1))
    }
  }
}
