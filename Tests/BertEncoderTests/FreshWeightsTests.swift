import BertCheckpoint
import BertEncoder
import Foundation
import Testing
import _TestSupport

/// What a checkpoint lacks of the head begins as transformers' `_init_weights` has it.
@Suite struct FreshWeightsTests {
  /// A model whose head begins anew, with many classes so that its weights are many.
  private func model(_ name: String, seed: UInt64) throws -> SequenceClassifier {
    let golden = try GoldenModel.load(name), scratch = FileManager.default.temporaryDirectory
    let file = scratch.appendingPathComponent("\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    let encoder = try #require(golden.shapes).filter { !$0.key.hasPrefix("head.") && !$0.key.hasPrefix("classifier.") }
    try GoldenWeights.write(encoder, to: file)
    return try SequenceClassifier(
      checkpoint: Checkpoint(at: file), configuration: #require(golden.config), classes: 200, seed: seed)
  }

  private func values(_ model: SequenceClassifier, _ name: String) throws -> [Double] {
    try #require(model.parameters.first { $0.name == name }).fileValues.map { Double($0) }
  }

  /// Normal, cut off at two standard deviations: 0.8796 of the deviation σ of the whole distribution is left. σ is 0.02/√(2·L) for the
  /// dense layer and 1/√H for the classifier (`modeling_modernbert.py`).
  @Test func truncatedNormal() throws {
    let drawn = try model("modernbert", seed: 1)
    #expect(
      Set(drawn.freshParameters) == ["head.dense.weight", "head.norm.weight", "classifier.weight", "classifier.bias"])
    for (name, sigma) in [("head.dense.weight", 0.02 / 8.0.squareRoot()), ("classifier.weight", 1 / 48.0.squareRoot())]
    {
      let all = try values(drawn, name), count = Double(all.count)
      let mean = all.reduce(0, +) / count
      let deviation = (all.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
      #expect(all.allSatisfy { abs($0) <= 2 * sigma * 1.000001 } && all.contains { abs($0) > 1.9 * sigma }, "\(name)")
      #expect(abs(mean) < 4 * sigma / count.squareRoot(), "\(name)")
      #expect(abs(deviation / (0.87963 * sigma) - 1) < 3 / (2 * count).squareRoot(), "\(name)")
    }
    #expect(try values(drawn, "head.norm.weight").allSatisfy { $0 == 1 })
    #expect(try values(drawn, "classifier.bias").allSatisfy { $0 == 0 })
  }

  @Test func theSeedDecides() throws {
    let first = try values(model("modernbert", seed: 1), "classifier.weight")
    #expect(try values(model("modernbert", seed: 1), "classifier.weight") == first)
    #expect(try values(model("modernbert", seed: 2), "classifier.weight") != first)
  }
}
