import BertCheckpoint
import BertData
import Foundation
import _TestSupport

/// What `Scripts/golden/zero_shot.py` writes.
struct GoldenZeroShot: Decodable {
  let texts: [String]
  let labels: [String]
  let descriptions: [[String]]
  let classifier_scale: Float
  /// The files of the first model.
  let shared: [String: String]
  let cosines: [Model]
  let entailment: [Model]

  struct Model: Decodable {
    /// Those that are not the first model's.
    let files: [String: String]
    /// Those of the first model that this one lacks.
    let removed: [String]?
    let shapes: [String: [Int]]
    let asked: [Question]
  }

  struct Question: Decodable {
    let templates: [String]?
    let template: String?
    let temperature: Double?
    let weights: [Double]?
    let multi_label: Bool?
    /// `[texts, C]`
    let scores: [[Double]]
  }

  static func load() throws -> GoldenZeroShot {
    try Golden.load(GoldenZeroShot.self, "zero_shot.json", target: "BertInferenceTests")
  }

  /// A model's directory, as the script saved it.
  func write(_ model: Model, to folder: URL) throws {
    var files = shared
    for path in model.removed ?? [] { files[path] = nil }
    for (path, text) in files.merging(model.files, uniquingKeysWith: { $1 }) {
      let file = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let tensors = model.shapes.sorted { $0.key < $1.key }.map { name, shape in
      let scale = name == "classifier.weight" ? classifier_scale : 1
      return TensorSource(
        name: name, shape: shape, values: GoldenWeights.values(of: name, shape: shape).map { $0 * scale })
    }
    try SafetensorsWriter.write(
      tensors, metadata: ["format": "pt"], to: folder.appendingPathComponent("model.safetensors"))
  }

  /// The labels with as many of their descriptions as a question uses.
  func described(all: Bool) throws -> LabelDescriptions {
    let pairs = zip(labels, descriptions).flatMap { label, texts in
      texts.prefix(all ? texts.count : 1).map { "\(label)=\"\($0)\"" }
    }
    return try LabelDescriptions(parsing: pairs.joined(separator: ","))
  }
}
