import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import Foundation
import Testing
import _TestSupport

/// Checkpoints that PyTorch's own wrappers and training programs write, made by `Scripts/oracles/wrapped_models.py`: the
/// logits are those of the same weights under their proper names.
@Suite(.enabled(if: Oracle.isAvailable)) struct WrappedModelTests {
  struct Answers: Decodable {
    struct Model: Decodable {
      let prefix: String
      let logits: [[Float]]
    }
    let sequences: [[Int32]]
    let models: [String: Model]
  }

  @Test func `Whatever stands before the names, the logits are the plain model's`() throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: directory) }
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/wrapped_models.py")
    let output = try Oracle.run(script: script, arguments: [directory.path])
    let answers = try JSONDecoder().decode(Answers.self, from: Data(output.utf8))
    #expect(answers.models.count == 36)
    for (name, expected) in answers.models {
      let folder = directory.appendingPathComponent(name)
      let configuration = try EncoderConfiguration.decode(
        from: Data(contentsOf: folder.appendingPathComponent("config.json")))
      let checkpoint = try Checkpoint(at: folder)
      let names = try CheckpointNames(checkpoint, configuration: configuration, classes: 3)
      #expect(names.wrapper == expected.prefix, "\(name)")
      #expect(names.missing.isEmpty && names.absentHead.isEmpty && names.otherHeads.isEmpty, "\(name)")
      #expect(names.unused.allSatisfy { $0 == "random" }, "\(name): \(names.unused)")
      let model = try SequenceClassifier(checkpoint: checkpoint, configuration: configuration, classes: 3, seed: 1)
      let batch = TokenBatch(
        answers.sequences.map { Encoding(ids: $0, typeIDs: [Int32](repeating: 0, count: $0.count)) })
      let logits = model.logits(batch, compute: Compute(threads: 1)).toArray()
      let difference = zip(logits, expected.logits.joined()).map { abs($0 - $1) }.max()
      #expect(logits.count == 9 && (difference ?? 1) <= 2e-6, "\(name): \(difference ?? 1)")
    }
  }
}
