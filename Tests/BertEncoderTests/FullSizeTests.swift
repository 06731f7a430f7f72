import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import Foundation
import Testing
import _TestSupport

/// Models of usual sizes with random weights, as transformers writes them, against the logits that it gives.
@Suite(.serialized, .enabled(if: Oracle.isAvailable)) struct FullSizeTests {
  private struct Answer: Decodable {
    let logits: [[Float]]
    let ids: [[Int32]]
    let types: [[Int32]]
  }

  @Test(
    "Logits of base models",
    arguments: [
      ("distilbert", "bin"), ("roberta", "shards"), ("electra", "bfloat16"), ("albert", "safetensors"),
      ("mpnet", "bin-shards"), ("gpt2", "float16"), ("xlnet", "bin"),
    ])
  func logits(type: String, format: String) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let output = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/random_model.py"),
      arguments: [type, format, directory.path])
    let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
    let configuration = try EncoderConfiguration.decode(
      from: Data(contentsOf: directory.appendingPathComponent("config.json")))
    #expect(configuration.modelType == type)
    let checkpoint = try Checkpoint(at: directory)
    let names = try CheckpointNames(checkpoint, configuration: configuration, classes: nil)
    #expect(names.fresh.isEmpty && names.missing.isEmpty && names.unused.isEmpty)
    let model = try SequenceClassifier(checkpoint: checkpoint, configuration: configuration, classes: 3, seed: 1)
    let batch = TokenBatch(zip(answer.ids, answer.types).map { Encoding(ids: $0, typeIDs: $1) })
    let logits = model.logits(batch, compute: Compute(threads: 2))
    for (row, expected) in answer.logits.enumerated() {
      expectValues(logits.rows(row..<row + 1).toArray(), expected, largest: 1e-4, typical: 2e-5, "sequence \(row)")
    }
  }
}
