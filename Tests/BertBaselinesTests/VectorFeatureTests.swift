import BertBaselines
import BertData
import Testing

struct VectorFeatureTests {
  private let vectors = Plane()

  /// `right` is (3, 4), `up` is (0, 2); other words have none.
  private struct Plane: WordVectors {
    let dimensions = 2

    func add(_ word: String, weight: Float, to sum: inout [Float]) -> Bool {
      guard let vector: [Float] = ["right": [3, 4], "up": [0, 2]][word] else { return false }
      for index in sum.indices { sum[index] += weight * vector[index] }
      return true
    }
  }

  private func row(_ text: String) -> Example { Example(text: text, label: 0, line: 1) }

  @Test func theMeanIsThatOfTheKnownWords() {
    let featurizer = VectorFeaturizer(VectorOptions(), vectors: vectors, learning: [])
    #expect(featurizer.features([row("Right up nowhere"), row("nowhere")]).values == [1.5, 3, 0, 0])
  }

  /// idf of `right`, in both rows: ln(3/3) + 1 = 1; of `up`, in one: ln(3/2) + 1.
  @Test func rareWordsWeighMoreByFrequency() {
    var options = VectorOptions()
    options.weighting = .tfidf
    let featurizer = VectorFeaturizer(options, vectors: vectors, learning: [row("right"), row("right up")])
    let idf: Float = 1.4054651
    let values = featurizer.features([row("right up")]).values
    #expect(abs(values[0] - 3 / (1 + idf)) < 1e-5 && abs(values[1] - (4 + 2 * idf) / (1 + idf)) < 1e-5)
  }

  /// All rows lie on one line, so nothing is left when it is taken out.
  @Test func theCommonDirectionIsTakenOut() {
    var options = VectorOptions()
    options.weighting = .sif
    let rows = [row("right"), row("right right")]
    let featurizer = VectorFeaturizer(options, vectors: vectors, learning: rows)
    #expect(featurizer.features(rows).values.allSatisfy { abs($0) < 1e-6 })
    // p(right) = 1 and a = 0.001; `up` was never seen, so that it weighs 1: (0, 2) without its part along (0.6, 0.8).
    let values = featurizer.features([row("up")]).values
    #expect(abs(values[0] + 0.96) < 1e-5 && abs(values[1] - 0.72) < 1e-5)
  }

  @Test func theDirectionIsTheFirstSingularVector() {
    let rows = FeatureMatrix(rows: 3, columns: 2, values: [3, 4, -6, -8, 0.04, -0.03])
    let direction = PrincipalDirection.of(rows)
    #expect(abs(direction[0] - 0.6) < 1e-5 && abs(direction[1] - 0.8) < 1e-5)
    #expect(PrincipalDirection.of(FeatureMatrix(rows: 1, columns: 2, values: [0, 0])) == [0, 0])
  }
}
