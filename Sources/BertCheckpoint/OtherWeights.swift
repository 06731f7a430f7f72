import BertStorage
import Foundation

/// What a directory holds in place of the expected weights.
public enum OtherWeights: Sendable, Equatable {
  /// A file of another program's format.
  case file(String, Format)
  /// An adapter (PEFT), with the base model that its configuration names.
  case adapter(base: String?)
  /// Shards whose index is missing.
  case shardsWithoutIndex(String)
  /// Weights in a subdirectory: a run's `checkpoint-500`, sentence-transformers' `0_Transformer`.
  case subdirectory(String)
  /// Weights under a name that is not looked for.
  case otherName(String)
  /// A symbolic link whose target does not exist.
  case brokenLink(String)

  /// Formats in which other programs store the weights of a model.
  public enum Format: String, Sendable, CaseIterable {
    /// `.onnx`
    case onnx = "ONNX"
    /// `.h5`, `.keras`, or `saved_model.pb` without its `variables`
    case tensorFlow = "TensorFlow"
    /// `.msgpack`
    case flax = "Flax"
    /// `.ot`
    case rust = "rust-bert"
    /// `.gguf`
    case gguf = "GGUF"
    /// `openvino_model.xml`
    case openVINO = "OpenVINO"
    /// `.mlpackage`
    case coreML = "Core ML"
    /// `.tflite`
    case tensorFlowLite = "TensorFlow Lite"
  }
}

extension OtherWeights {
  /// Looks for other weights in a directory that has none under the usual names; nil where there are none.
  ///
  /// - Parameters:
  ///   - directory: The directory.
  ///   - usual: The usual names, the preferred first.
  init?(in directory: URL, usual: [String]) {
    let files = FileManager.default
    let names = ((try? files.contentsOfDirectory(atPath: directory.path)) ?? []).sorted()
    if let link = usual.first(where: { names.contains($0) }) {
      self = .brokenLink(link)
      return
    }
    if names.contains("adapter_model.safetensors") || names.contains("adapter_model.bin") {
      self = .adapter(base: Self.adapterBase(directory.appendingPathComponent("adapter_config.json")))
      return
    }
    if let shard = names.first(where: Self.isShard) {
      self = .shardsWithoutIndex(shard)
      return
    }
    if let name = names.first(where: { $0.hasSuffix(".safetensors") || Self.pickled($0) }) {
      self = .otherName(name)
      return
    }
    for name in names where Self.holdsWeights(directory.appendingPathComponent(name), usual) {
      self = .subdirectory(name)
      return
    }
    let inner = ["onnx", "openvino"].flatMap { folder in
      ((try? files.contentsOfDirectory(atPath: directory.appendingPathComponent(folder).path)) ?? []).sorted()
        .map { folder + "/" + $0 }
    }
    for name in names + inner {
      if let format = Format(fileName: name) {
        self = .file(name, format)
        return
      }
    }
    return nil
  }

  private static func isShard(_ name: String) -> Bool {
    (name.hasPrefix("model-") || name.hasPrefix("pytorch_model-")) && name.contains("-of-")
      && (name.hasSuffix(".safetensors") || name.hasSuffix(".bin"))
  }

  private static func pickled(_ name: String) -> Bool {
    // The state of a training run is not weights.
    name.hasSuffix(".bin") && name != "training_args.bin" || name.hasSuffix(".pth")
      || name.hasSuffix(".pt") && !["optimizer.pt", "scheduler.pt", "scaler.pt"].contains(name)
  }

  private static func holdsWeights(_ folder: URL, _ usual: [String]) -> Bool {
    // The dense layer of a sentence-transformers model has a configuration and weights too, but no architecture.
    configuration(folder.appendingPathComponent("config.json"))?.model_type != nil
      && usual.contains { FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path) }
  }

  private static func adapterBase(_ file: URL) -> String? { configuration(file)?.base_model_name_or_path }

  private struct Configuration: Decodable {
    let model_type: String?
    let base_model_name_or_path: String?
  }

  /// The content of a small JSON file; nil where it cannot be read as one.
  private static func configuration(_ file: URL) -> Configuration? {
    guard let mapping = try? MappedFile(path: file.path), mapping.size <= 1 << 20,
      let bytes = try? mapping.withBytes(0..<mapping.size, { Array($0) })
    else { return nil }
    return try? JSONDecoder().decode(Configuration.self, from: Data(bytes))
  }
}

extension OtherWeights.Format {
  /// The format of a file by its name; nil where the name tells none.
  init?(fileName name: String) {
    let endings: [(String, OtherWeights.Format)] = [
      (".onnx", .onnx), (".h5", .tensorFlow), (".keras", .tensorFlow), (".msgpack", .flax), (".ot", .rust),
      (".gguf", .gguf), (".mlpackage", .coreML), (".tflite", .tensorFlowLite),
    ]
    if let format = endings.first(where: { name.hasSuffix($0.0) })?.1 {
      self = format
    } else if name.hasSuffix("saved_model.pb") {
      self = .tensorFlow
    } else if name.contains("openvino"), name.hasSuffix(".xml") {
      self = .openVINO
    } else {
      return nil
    }
  }
}

extension OtherWeights {
  var complaint: String {
    switch self {
    case .file(let name, let format): "the weights are there for \(format.rawValue) only, as \(QuotedName(name))"
    case .adapter(let base):
      "this is an adapter (PEFT), not a model: it holds the differences to "
        + (base.map { "the model \(QuotedName($0))" } ?? "a model that adapter_config.json does not name")
    case .shardsWithoutIndex(let name): "\(QuotedName(name)) is one of several shards, and their index is not there"
    case .subdirectory(let name): "there are no weights here, but in its directory \(QuotedName(name))"
    case .otherName(let name):
      "there is neither model.safetensors nor pytorch_model.bin, nor an index of shards of either, but \(QuotedName(name))"
    case .brokenLink(let name): "\(QuotedName(name)) is a link to a file that is not there"
    }
  }

  var remedy: String {
    switch self {
    case .file(_, .tensorFlow):
      "convert them with version 4 of transformers: from_pretrained(…, from_tf=True), then save_pretrained"
    case .file(_, .flax):
      "convert them with version 4 of transformers: from_pretrained(…, from_flax=True), then save_pretrained"
    case .file: "get the model's model.safetensors or pytorch_model.bin from its origin"
    case .adapter: "merge it into that model with peft's merge_and_unload(), save the model, and give its directory"
    case .shardsWithoutIndex: "get the file that ends with .index.json from the model's origin"
    case .subdirectory(let name): "give \(QuotedName(name)), with the model's other files"
    case .otherName: "rename it if it holds the weights"
    case .brokenLink: "fetch the model again"
    }
  }
}
