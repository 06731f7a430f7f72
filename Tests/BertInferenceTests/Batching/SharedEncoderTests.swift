import BertCheckpoint
import BertEncoder
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Encoders of the same files are one in memory, and those of other files are not.
struct SharedEncoderTests {
  private let golden: GoldenModel
  private let directory: URL

  init() throws {
    golden = try GoldenModel.load("hidden60")
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("shared-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  private func write(_ scale: Float, to name: String) throws -> URL {
    let url = directory.appendingPathComponent(name)
    let model = try TestModels.small(golden)
    try SafetensorsWriter.write(
      model.parameters.map { parameter in
        TensorSource(name: parameter.name, shape: parameter.shape, values: parameter.value.toArray().map { $0 * scale })
      }, metadata: ["format": "pt"], to: url)
    return url
  }

  private func encoder(_ url: URL, _ precision: Precision = .fp32) throws -> TransformerEncoder {
    try TransformerEncoder.shared(
      checkpoint: Checkpoint(at: url), configuration: #require(golden.config), precision: precision,
      compute: Compute(threads: 1))
  }

  @Test func theSameFileIsOneEncoderWhileItIsInUse() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let url = try write(1, to: "model.safetensors")
    var first: TransformerEncoder? = try encoder(url)
    #expect(try encoder(url) === first)
    #expect(try encoder(url, .int8) !== first)
    // A file that takes another's place is another.
    let replaced = try write(0.5, to: "model.safetensors")
    #expect(try encoder(replaced) !== first)
    // What nobody uses any more is gone.
    weak let gone = first
    first = nil
    #expect(gone == nil)
  }

  /// Against PyTorch's logits, with the tolerance of the agreement tests; the encoder's part has been in use before.
  @Test func aSharedClassifierGivesTheReferencesLogits() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let url = try write(1, to: "model.safetensors"), compute = Compute(threads: 1)
    let inUse = try encoder(url)
    for _ in 0..<2 {
      let model = try SequenceClassifier.shared(
        checkpoint: Checkpoint(at: url), configuration: #require(golden.config), classes: golden.classes,
        precision: .fp32, compute: compute)
      #expect(model.encoder === inUse)
      let found = model.logits(golden.batch(Array(golden.sequences.indices)), compute: compute).toArray()
      let expected = golden.forward.flatMap(\.logits)
      #expect(found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }
}
