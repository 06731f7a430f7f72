import BertCheckpoint
import BertStorage
import Foundation

/// The configuration that Google published beside a TensorFlow checkpoint, such as `bert_config.json`. It has the
/// fields of `config.json` except `model_type`, which follows from the names of the variables.
struct PublishedConfiguration {
  /// The file.
  let file: URL
  /// Its members, and `model_type`.
  let document: JSONValue

  /// Reads the file of a folder; nil where there is no such file.
  ///
  /// - Throws: `checkpoint` where the weights cannot be opened; `file`; `fileMalformed` for a file that does not fit
  ///   the weights or is one of several.
  init?(in folder: URL) throws(InferenceError) {
    let files = TensorFlowModel.allCases.map { (model: $0, url: folder.appendingPathComponent(Self.name(of: $0))) }
      .filter { FileManager.default.fileExists(atPath: $0.url.path) }
    guard let (stated, file) = files.first, let data = try ModelFiles.read(file) else { return nil }
    func malformed(_ reason: String) -> InferenceError { .fileMalformed(path: file.path, reason: reason) }
    if files.count > 1 {
      throw malformed("\(files[1].url.lastPathComponent) lies beside it; keep the one that belongs to the weights")
    }
    guard var document = try? JSONValue(parsing: [UInt8](data)), document.members != nil else {
      throw malformed("not a JSON object; fetch the file again from the model's origin")
    }
    guard let model = try Self.checkpoint(folder).tensorFlowModel else {
      throw malformed(
        "the weights beside it are not those of a published TensorFlow checkpoint; give the model's config.json, which "
          + "has model_type")
    }
    guard stated == model, document["model_type"]?.string ?? model.rawValue == model.rawValue else {
      throw malformed(
        "the weights beside it have the names of \(model.rawValue); write config.json with \"model_type\": "
          + "\"\(model.rawValue)\" if they belong together")
    }
    document["model_type"] = .string(model.rawValue)
    self.file = file
    self.document = document
  }

  /// The name of a model's file.
  static func name(of model: TensorFlowModel) -> String { "\(model.rawValue)_config.json" }

  private static func checkpoint(_ folder: URL) throws(InferenceError) -> Checkpoint {
    do throws(CheckpointError) {
      return try Checkpoint(at: folder)
    } catch {
      throw .checkpoint(error)
    }
  }
}

extension PublishedConfiguration {
  /// What to write into `config.json` where a TensorFlow checkpoint has no configuration beside it; nil for other
  /// weights.
  ///
  /// The shapes of the tensors give the sizes. They do not show the number of heads, the activation function, and the
  /// number of layers that share their weights.
  static func remedy(for checkpoint: Checkpoint) -> String? {
    guard let model = checkpoint.tensorFlowModel else { return nil }
    let prefix = model.rawValue + "."
    func shape(_ name: String) -> [Int]? {
      checkpoint[prefix + name + ".weight"]?.shape.count == 2 ? checkpoint[prefix + name + ".weight"]?.shape : nil
    }
    var members: [(String, JSONValue)] = [("model_type", .string(model.rawValue))]
    var unknown: [String] = []
    func add(_ field: String, _ value: Int?) {
      if let value { members.append((field, .integer(value))) } else { unknown.append(field) }
    }
    let words = shape("embeddings.word_embeddings")
    add("vocab_size", words?[0])
    if model != .bert { add("embedding_size", words?[1]) }
    if model == .albert {
      let layer = "encoder.albert_layer_groups.0.albert_layers.0."
      add("hidden_size", shape(layer + "attention.query")?[0])
      add("intermediate_size", shape(layer + "ffn")?[0])
      add("num_hidden_layers", nil)
    } else {
      add("hidden_size", shape("encoder.layer.0.output.dense")?[0])
      add("intermediate_size", shape("encoder.layer.0.output.dense")?[1])
      let layers = (0...).prefix { checkpoint[prefix + "encoder.layer.\($0).output.dense.weight"] != nil }.count
      add("num_hidden_layers", layers)
    }
    add("max_position_embeddings", shape("embeddings.position_embeddings")?[0])
    add("type_vocab_size", shape("embeddings.token_type_embeddings")?[0])
    add("num_attention_heads", checkpoint.storedHeads)
    let heads = unknown.contains("num_attention_heads") ? " (published models have heads of 64)" : ""
    return "write it with the sizes of the tensors, \(JSONValue.object(members).line), and with what they do not show: "
      + (unknown + ["hidden_act"]).joined(separator: ", ") + heads
  }
}
