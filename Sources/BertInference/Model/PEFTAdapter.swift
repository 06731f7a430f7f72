import BertCheckpoint
import BertEncoder
import BertStorage
import Foundation

/// A directory that PEFT wrote with a LoRA adapter: `adapter_config.json` and `adapter_model.safetensors`.
struct PEFTAdapter {
  /// The directory of the model that the adapter belongs to.
  let base: URL
  /// What its outputs are; nil where the configuration of the base model has to do.
  let outputs: AdapterOutputs?
  private let weights: SafetensorsFile
  /// α/r, or α/√r.
  private let scale: Float
  /// r, the rank of each update.
  private let rank: Int
  private let keptModules: [String]
  /// Whether the head classifies tokens.
  let isForTokens: Bool

  /// PEFT's prefix of every name.
  private static let prefix = "base_model.model."

  /// Reads the settings; nil where the directory has no adapter.
  ///
  /// - Throws: `fileMalformed` for an adapter that is not plain LoRA, of which only a part would be applied, and for one
  ///   in the directory of a model; `fileMissing` where the base model's directory does not exist; `checkpoint`, `file`.
  init?(at url: URL) throws(InferenceError) {
    let file = url.appendingPathComponent("adapter_config.json")
    guard let data = try ModelFiles.read(file) else { return nil }
    guard !FileManager.default.fileExists(atPath: url.appendingPathComponent("config.json").path) else {
      // Without weights of its own it is refused as what it is.
      guard (try? Checkpoint(at: url)) != nil else { return nil }
      throw .fileMalformed(
        path: file.path,
        reason: "an adapter lies in the directory of a whole model, and which of them is meant is not known; move the "
          + "adapter's files elsewhere to open the model, or config.json and the model's weights to open the adapter")
    }
    outputs = try AdapterOutputs(besideAdapter: url)
    guard let settings = try? JSONValue(parsing: [UInt8](data)), let members = settings.members else {
      throw .fileMalformed(path: file.path, reason: "not a JSON object; fetch the file again from the adapter's origin")
    }
    if let obstacle = Self.obstacle(settings, members.map(\.key)) {
      throw .fileMalformed(path: file.path, reason: "\(obstacle); merge the adapter with PEFT and open the result")
    }
    base = try Self.base(settings["base_model_name_or_path"]?.string, of: url, file: file)
    // Absent settings have PEFT's defaults.
    guard let rank = (settings["r"] ?? 8).integer, rank >= 1, let alpha = (settings["lora_alpha"] ?? 8).number,
      alpha.isFinite
    else {
      throw .fileMalformed(path: file.path, reason: "r and lora_alpha must be numbers, r at least 1")
    }
    let isRankStabilized = settings["use_rslora"]?.bool ?? false
    self.rank = rank
    scale = Float(alpha / (isRankStabilized ? Double(rank).squareRoot() : Double(rank)))
    isForTokens = settings["task_type"]?.string == "TOKEN_CLS"
    keptModules = settings["modules_to_save"]?.elements?.compactMap(\.string) ?? []
    do {
      weights = try SafetensorsFile(contentsOf: url.appendingPathComponent("adapter_model.safetensors"))
    } catch {
      throw .checkpoint(error)
    }
  }

  private static func base(_ name: String?, of url: URL, file: URL) throws(InferenceError) -> URL {
    guard let name, !name.isEmpty else {
      throw .fileMalformed(
        path: file.path, reason: "base_model_name_or_path is absent; write the directory of the base model there")
    }
    let places = [URL(fileURLWithPath: name), url.appendingPathComponent(name)]
    guard
      let found = places.first(where: {
        FileManager.default.fileExists(atPath: $0.appendingPathComponent("config.json").path)
      })
    else {
      throw .fileMissing(
        path: name,
        remedy: "the adapter belongs to that model: write the directory where it lies as base_model_name_or_path into "
          + file.path)
    }
    return found.standardizedFileURL
  }

  /// Changes the base model's `config.json` to that of a model with the adapter's classifier.
  func complete(_ document: inout JSONValue, _ configuration: EncoderConfiguration) {
    outputs?.state(in: &document)
    let heads = weights.tensors.filter { $0.name.hasSuffix(".weight") && !$0.name.contains(".lora_") }
    guard !heads.isEmpty else { return }
    let architecture = configuration.architecture
    document["architectures"] = [
      .string(isForTokens ? architecture.tokenClassifierClassName : architecture.classifierClassName)
    ]
    // Where the number of names differs from the classes, they belong to the base model's head; the adapter has no
    // names.
    let count = document["id2label"]?.members?.count
    if !heads.contains(where: { $0.shape.first == count }) {
      document["id2label"] = nil
      document["label2id"] = nil
    }
  }

  /// The base model's weights with the low-rank updates added, and with the modules of `modules_to_save` replaced.
  ///
  /// - Throws: `fileMalformed` for a tensor that does not belong to the model.
  func applied(to base: Checkpoint, _ configuration: EncoderConfiguration) throws(InferenceError) -> Checkpoint {
    var file = AdaptedTensors(base: base, adapter: weights)
    for tensor in weights.tensors {
      guard tensor.name.hasPrefix(Self.prefix) else { throw malformed(tensor.name, "has no place in the model") }
      let name = String(tensor.name.dropFirst(Self.prefix.count))
      if name.hasSuffix(".lora_B.weight") { continue }
      guard name.hasSuffix(".lora_A.weight") else {
        let modules = name.split(separator: ".").dropLast().map(String.init)
        guard modules.contains(where: { module in keptModules.contains { module.hasSuffix($0) } }) else {
          throw malformed(tensor.name, "is not of a module in modules_to_save")
        }
        let target = configuration.spellings(of: name).first { base[$0] != nil } ?? name
        guard file.replace(target, by: tensor) else { throw malformed(tensor.name, "is a second tensor for \(target)") }
        continue
      }
      let target = name.dropLast(".lora_A.weight".count) + ".weight"
      guard let weight = configuration.spellings(of: String(target)).lazy.compactMap({ base[$0] }).first else {
        throw malformed(tensor.name, "has no weight in \(base.url.path)")
      }
      let upName = tensor.name.dropLast("lora_A.weight".count) + "lora_B.weight"
      guard tensor.shape.first == rank else {
        throw malformed(tensor.name, "is \(tensor.shape), and the rank r of adapter_config.json is \(rank)")
      }
      // PEFT too goes by the module, whatever fan_in_fan_out says.
      guard let up = weights[String(upName)],
        file.add(
          tensor, up, to: weight, scale: scale, isTransposed: configuration.holdsTransposed(weight.name))
      else { throw malformed(tensor.name, "does not fit \(weight.name) \(weight.shape) and its lora_B") }
    }
    let found = Set(weights.tensors.map(\.name))
    for tensor in weights.tensors where tensor.name.hasSuffix(".lora_B.weight") {
      guard found.contains(tensor.name.dropLast("lora_B.weight".count) + "lora_A.weight") else {
        throw malformed(tensor.name, "has no lora_A beside it")
      }
    }
    return base.overlaid(by: file)
  }

  private func malformed(_ tensor: String, _ reason: String) -> InferenceError {
    .fileMalformed(path: weights.url.path, reason: "\(tensor) \(reason)")
  }
}
