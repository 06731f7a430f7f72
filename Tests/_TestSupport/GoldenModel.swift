import BertCheckpoint
package import BertEncoder
import BertKernels
package import BertText
package import Foundation

/// The golden file that `Scripts/golden/encoder.py` writes for one model.
package struct GoldenModel: Decodable {
  package var sequences: [Sequence]
  package var labels: [Int]
  package var class_weights: [Float]?
  package var forward: [Forward]
  package var loss: Double
  package var gradients: [String: Sample]
  package var training: Training
  package var config: EncoderConfiguration?
  package var classes: Int
  /// The shapes of all parameters, if the script wrote them.
  package var shapes: [String: [Int]]?

  package struct Sequence: Decodable {
    package var ids: [Int32]
    package var types: [Int32]
  }
  package struct Forward: Decodable {
    package var hidden: [Sample]
    package var pooled: [Float]
    package var logits: [Float]
  }
  /// Every `stride`th value of a tensor, and its norm.
  package struct Sample: Decodable {
    package var stride: Int
    package var count: Int
    package var values: [Float]
    package var norm: Double
  }
  package struct Training: Decodable {
    package var rate: Float
    package var batches: [[Int]]
    package var losses: [Double]
    package var norms: [Double]
    package var weights: [String: Sample]
  }

  /// Reads `Tests/BertEncoderTests/Golden/<name>.json`.
  package static func load(_ name: String) throws -> GoldenModel {
    try Golden.load(GoldenModel.self, name + ".json", target: "BertEncoderTests")
  }

  /// The sequences at some indices, as one batch.
  package func batch(_ indices: [Int]) -> TokenBatch {
    TokenBatch(indices.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) })
  }
}

/// Weights that both the script and the tests derive from the tensors' names.
package enum GoldenWeights {
  /// Uniform numbers in [-scale, scale) + offset from a generator seeded by the name.
  package static func fill(name: String, count: Int, scale: Float, offset: Float = 0) -> [Float] {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Float(state >> 40) / 8_388_608 - 1) * scale + offset
    }
  }

  /// All values of a parameter of a small model.
  package static func values(of name: String, shape: [Int]) -> [Float] {
    let count = shape.reduce(1, *)
    let normalizes = [
      "LayerNorm.", "layer_norm.", ".ln_", ".norm.", "_norm.", "layernorm.", "_ln.", ".norm1.", ".norm2.",
    ].contains { ".\(name)".contains($0) }
    if normalizes, name.hasSuffix(".weight") { return fill(name: name, count: count, scale: 0.3, offset: 1) }
    return fill(name: name, count: count, scale: shape.count == 1 ? 0.1 : 0.15)
  }

  /// Writes tensors of these shapes, with each value multiplied by a factor.
  package static func write(_ shapes: [String: [Int]], scale: Float = 1, to url: URL) throws {
    try SafetensorsWriter.write(
      shapes.sorted { $0.key < $1.key }.map { name, shape in
        TensorSource(name: name, shape: shape, values: values(of: name, shape: shape).map { $0 * scale })
      }, metadata: ["format": "pt"], to: url)
  }
}

/// Models for the tests.
package enum TestModels {
  /// A model with the script's weights, read from a checkpoint file.
  package static func small(_ golden: GoldenModel) throws -> SequenceClassifier {
    guard let configuration = golden.config else { throw CocoaError(.coderValueNotFound) }
    var shapes: [String: [Int]] = [:]
    for name in golden.gradients.keys {
      shapes[name] = try golden.shapes?[name] ?? shape(of: name, configuration, classes: golden.classes)
    }
    return try small(configuration, shapes: shapes, classes: golden.classes)
  }

  /// A model of tensors of these shapes with the scripts' weights; other weights of the head are drawn at random.
  package static func small(
    _ configuration: EncoderConfiguration, shapes: [String: [Int]], classes: Int, head: HeadKind = .sequence
  ) throws -> SequenceClassifier {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let url = directory.appendingPathComponent("model.safetensors")
    try GoldenWeights.write(shapes, to: url)
    return try SequenceClassifier(
      checkpoint: Checkpoint(at: url), configuration: configuration, classes: classes, seed: 1, head: head)
  }

  /// all-MiniLM-L6-v2 with the script's head.
  package static func miniLM(_ golden: GoldenModel) async throws -> SequenceClassifier {
    let directory = try await RealData.modelDirectory()
    let configuration = try EncoderConfiguration.decode(
      from: Data(contentsOf: directory.appendingPathComponent("config.json")))
    let model = try SequenceClassifier(
      checkpoint: Checkpoint(at: directory), configuration: configuration, classes: golden.classes, seed: 1)
    model.dropoutRates = DropoutRates(all: 0)
    for parameter in model.parameters where parameter.part == .classifier {
      parameter.value.copy(from: GoldenWeights.values(of: parameter.name, shape: parameter.shape))
    }
    return model
  }

  private static func shape(of name: String, _ configuration: EncoderConfiguration, classes: Int) throws -> [Int] {
    let hidden = configuration.hiddenSize, inner = configuration.intermediateSize
    let isBias = name.hasSuffix("bias")
    if name.contains("LayerNorm") { return [hidden] }
    if name.contains("word_embeddings") { return [configuration.vocabularySize, hidden] }
    if name.contains("position_embeddings") { return [configuration.maximumPositions, hidden] }
    if name.contains("token_type_embeddings") { return [configuration.typeVocabularySize, hidden] }
    if name.contains("intermediate") { return isBias ? [inner] : [inner, hidden] }
    if name.hasPrefix("classifier") { return isBias ? [classes] : [classes, hidden] }
    if name.contains("output.dense"), !name.contains("attention"), !isBias { return [hidden, inner] }
    return isBias ? [hidden] : [hidden, hidden]
  }
}
