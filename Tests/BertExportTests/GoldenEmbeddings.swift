import BertCheckpoint
import BertEncoder
import Foundation
import Testing
import _TestSupport

/// What `Scripts/golden/embeddings.py` writes about the small models.
struct GoldenEmbeddings: Decodable {
  var texts: [String]
  /// Files that every model has, by path, unless the case has its own.
  var shared: [String: String]
  var cases: [Case]

  struct Case: Decodable, CustomTestStringConvertible {
    var name: String
    var files: [String: String]
    var prompt_name: String?
    var prompt: String?
    var cut: Int?
    var max_length: Int
    var dimensions: Int
    var vectors: [Float]

    var testDescription: String { name }
  }

  static func load() throws -> GoldenEmbeddings {
    try Golden.load(GoldenEmbeddings.self, "small.json", target: "BertExportTests")
  }

  /// All cases; none where the file cannot be read, which another test notices.
  static let all = (try? load().cases) ?? []
}

/// A folder that is gone when nobody needs it any more.
final class Scratch: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-export-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }

  func write(_ text: String, as name: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file
  }

  /// A small model as sentence-transformers saved it, with the script's weights.
  func model(_ golden: GoldenEmbeddings, _ files: [String: String], as name: String = "model") throws -> URL {
    let folder = url.appendingPathComponent(name)
    for (path, text) in golden.shared.merging(files, uniquingKeysWith: { $1 }) {
      _ = try write(text, as: "\(name)/\(path)")
    }
    let configuration = try EncoderConfiguration.decode(
      from: Data(contentsOf: folder.appendingPathComponent("config.json")))
    try SafetensorsWriter.write(
      Self.shapes(configuration).map(Self.source), metadata: ["format": "pt"],
      to: folder.appendingPathComponent("model.safetensors"))
    for path in files.keys where path.contains("_Dense/") {
      try writeDense(folder.appendingPathComponent(path))
    }
    return folder
  }

  private func writeDense(_ settings: URL) throws {
    struct Dense: Decodable {
      var in_features: Int
      var out_features: Int
      var bias: Bool
    }
    let dense = try JSONDecoder().decode(Dense.self, from: Data(contentsOf: settings))
    var tensors = [Self.source("linear.weight", [dense.out_features, dense.in_features])]
    if dense.bias { tensors.append(Self.source("linear.bias", [dense.out_features])) }
    try SafetensorsWriter.write(
      tensors, metadata: [:], to: settings.deletingLastPathComponent().appendingPathComponent("model.safetensors"))
  }

  private static func source(_ name: String, _ shape: [Int]) -> TensorSource {
    TensorSource(name: name, shape: shape, values: GoldenWeights.values(of: name, shape: shape))
  }

  /// The tensors of a bare `BertModel`.
  private static func shapes(_ configuration: EncoderConfiguration) -> [(String, [Int])] {
    let hidden = configuration.hiddenSize, inner = configuration.intermediateSize
    var shapes: [(String, [Int])] = [
      ("embeddings.word_embeddings.weight", [configuration.vocabularySize, hidden]),
      ("embeddings.position_embeddings.weight", [configuration.maximumPositions, hidden]),
      ("embeddings.token_type_embeddings.weight", [configuration.typeVocabularySize, hidden]),
      ("embeddings.LayerNorm.weight", [hidden]), ("embeddings.LayerNorm.bias", [hidden]),
    ]
    for layer in 0..<configuration.layerCount {
      let linears = [
        ("attention.self.query", hidden, hidden), ("attention.self.key", hidden, hidden),
        ("attention.self.value", hidden, hidden), ("attention.output.dense", hidden, hidden),
        ("intermediate.dense", inner, hidden), ("output.dense", hidden, inner),
      ]
      for (name, rows, columns) in linears {
        shapes.append(("encoder.layer.\(layer).\(name).weight", [rows, columns]))
        shapes.append(("encoder.layer.\(layer).\(name).bias", [rows]))
      }
      for name in ["attention.output", "output"] {
        shapes.append(("encoder.layer.\(layer).\(name).LayerNorm.weight", [hidden]))
        shapes.append(("encoder.layer.\(layer).\(name).LayerNorm.bias", [hidden]))
      }
    }
    return shapes
  }
}
