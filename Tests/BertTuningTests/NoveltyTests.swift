import BertBaselines
import BertData
import BertInference
import BertKernels
import BertTuning
import Foundation
import Testing
import _TestSupport

struct NoveltyTests {
  private struct Golden: Decodable { let cases: [Case] }
  private struct Case: Decodable {
    let width, groups: Int
    let group: [Int]
    let features, held: [Float]
    let shrinkage: Double
    let covariance, distances: [Double]
  }

  /// scikit-learn's Ledoit-Wolf covariance and its Mahalanobis distances.
  @Test func fitsAsTheReferenceDoes() throws {
    let file = RepositoryRoot.url.appendingPathComponent("Tests/BertTuningTests/Golden/novelty.json")
    for item in try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file)).cases {
      let features = FeatureMatrix(rows: item.group.count, columns: item.width, values: item.features)
      let fit = try #require(NoveltyFit(features, groups: item.group, count: item.groups + 1, Compute(threads: 2)))
      #expect(abs(fit.shrinkage - item.shrinkage) < 1e-9)
      let scale = item.covariance.map(abs).max() ?? 1
      #expect(zip(fit.covariance, item.covariance).allSatisfy { abs($0 - $1) < 1e-9 * scale })
      let held = FeatureMatrix(rows: item.distances.count, columns: item.width, values: item.held)
      let score = fit.score(held: held)
      for (row, distance) in item.distances.enumerated() {
        let features = item.held[row * item.width..<(row + 1) * item.width].map(Double.init)
        // The whitening is kept in single precision.
        #expect(abs(score.distance(of: features) - distance) < 1e-4 * distance)
        let nearer = Double(item.distances.count { $0 < distance }) / Double(item.distances.count)
        #expect(abs(score.novelty(of: features) - nearer) < 1e-9)
      }
    }
  }

  @Test func hasNoScoreWhereNothingVaries() {
    let features = FeatureMatrix(rows: 3, columns: 2, values: [1, 2, 1, 2, 1, 2])
    #expect(NoveltyFit(features, groups: [0, 0, 0], count: 1, Compute(threads: 1)) == nil)
    #expect(
      NoveltyFit(FeatureMatrix(rows: 2, columns: 1, values: [.nan, 1]), groups: [0, 0], count: 1, Compute(threads: 1))
        == nil)
  }

  /// Texts like those learnt from spread evenly over 0 ... 1; texts of other words lie at its end.
  @Test(arguments: [TrainingMethod.finetune, .features]) func tellsOtherTextsFromThoseLearnt(
    _ method: TrainingMethod
  ) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = method
    options.novelty = true
    options.longText = .windows
    let bundle = try TrainingSession(tiny.job(options, data: TinyModel.data(400))).run().bundle
    let classifier = try TextClassifier(contentsOf: bundle, threads: 2)
    let own = try classifier.predict(TinyModel.examples(200, seed: 77)).map { try #require($0.novelty) }
    let mean = own.reduce(0, +) / Double(own.count)
    #expect(abs(mean - 0.5) < 0.12)
    let others = try classifier.predict([
      "[MASK] [MASK] [MASK]", "zq zq zq zq zq", String(repeating: "[MASK] ", count: 60),
    ])
    #expect(others.allSatisfy { ($0.novelty ?? 0) > 0.95 })

    let quantized = tiny.root.appendingPathComponent("int8")
    _ = try Quantizer(contentsOf: bundle, threads: 1).run(rows: TinyModel.examples(8), minimum: 0, output: quantized)
    let packed = try TextClassifier(contentsOf: quantized, threads: 1).predict(["it was a lovely thing"])
    #expect(packed[0].novelty != nil)

    let file = bundle.appendingPathComponent("novelty.safetensors")
    try FileManager.default.removeItem(at: file)
    #expect {
      try TextClassifier(contentsOf: bundle, threads: 1)
    } throws: {
      if case .fileMissing? = $0 as? InferenceError { true } else { false }
    }
  }

  @Test func refusesFewValidationRows() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.novelty = true
    #expect {
      try TrainingSession(tiny.job(options, data: TinyModel.data(96)))
    } throws: {
      if case .option("novelty", _, _)? = $0 as? TuningError { true } else { false }
    }
  }
}
