import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import Foundation
import Testing
import _TestSupport

/// Models of usual sizes with random weights, as transformers writes them, against the logits that it gives.
@Suite(.enabled(if: Oracle.isAvailable)) struct FullSizeTests {
  private struct Answer: Decodable {
    let logits: [[Float]]
    let ids: [[Int32]]
    let types: [[Int32]]
  }

  /// How each architecture's weights are stored.
  private static let formats = [
    "distilbert": "bin", "roberta": "shards", "electra": "bfloat16", "albert": "safetensors", "mpnet": "bin-shards",
    "gpt2": "float16", "xlnet": "bin",
  ]

  /// All models, made at once: most of the time would go by while Python starts.
  private final class Models: Sendable {
    let directory: URL
    let answers: [String: Answer]

    init() throws {
      directory = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-" + UUID().uuidString)
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      let output = try Oracle.run(
        script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/random_model.py"),
        arguments: [directory.path] + formats.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" })
      answers = try JSONDecoder().decode([String: Answer].self, from: Data(output.utf8))
    }

    deinit { try? FileManager.default.removeItem(at: directory) }
  }

  @Test func `Logits of base models`() throws {
    let models = try Models()
    #expect(Set(models.answers.keys) == Set(Self.formats.keys))
    for (type, answer) in models.answers {
      let directory = models.directory.appendingPathComponent(type)
      try compare(type, directory, answer)
      try FileManager.default.removeItem(at: directory)
    }
  }

  private func compare(_ type: String, _ directory: URL, _ answer: Answer) throws {
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
      expectValues(
        logits.rows(row..<row + 1).toArray(), expected, largest: 1e-4, typical: 2e-5, "\(type): sequence \(row)")
    }
  }
}
