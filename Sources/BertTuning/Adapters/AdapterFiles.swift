import BertCheckpoint
import BertData
package import BertEncoder
import BertInference
import BertStorage
package import Foundation

/// An adapter alone, in the files that PEFT 0.21 reads: `adapter_config.json` and `adapter_model.safetensors`.
package struct AdapterFiles {
  /// The names of PEFT's files.
  static let configurationName = "adapter_config.json"
  static let weightsName = "adapter_model.safetensors"

  private let document: JSONValue
  private let tensors: [TensorSource]

  /// - Parameters:
  ///   - model: the trained model, its low-rank updates not merged yet.
  ///   - base: the directory of the encoder, which PEFT reads first.
  ///   - options: rank, alpha and targets of the updates.
  package init(_ model: SequenceClassifier, base: URL, _ options: LoRAOptions) {
    let updates = model.lowRankUpdates, head = model.parameters.filter(model.isHead)
    // PEFT wraps the model, which adds this prefix to every name.
    tensors = (updates.flatMap(\.parameters) + head).map { $0.source(named: "base_model.model." + $0.name) }
    let alpha = options.alpha
    document = .object([
      ("peft_type", "LORA"), ("task_type", model.headKind == .token ? "TOKEN_CLS" : "SEQ_CLS"),
      ("base_model_name_or_path", .string(base.standardizedFileURL.path)),
      ("r", .integer(options.rank)), ("lora_alpha", Int(exactly: alpha).map { .integer($0) } ?? .double(alpha)),
      // Whole names, since PEFT compares endings: output.dense would also match attention.output.dense.
      ("target_modules", .array(updates.map { .string($0.target.moduleName) })),
      ("modules_to_save", .array(model.headModules.map { .string($0) })), ("lora_dropout", .integer(0)),
      ("bias", "none"), ("fan_in_fan_out", .bool(updates.contains { $0.target.isTransposed })),
      ("init_lora_weights", .bool(true)), ("use_dora", .bool(false)), ("use_rslora", .bool(false)),
      ("inference_mode", .bool(true)),
    ])
  }

  /// Refuses an output that cannot be written, before anything is computed.
  ///
  /// - Throws: `option`.
  static func check<Rows>(_ job: EncoderJob<Rows>, method: TrainingMethod) throws(TuningError) {
    guard let place = job.adapterOutput else { return }
    try TrainingOptions.check("adapter-out", place.path, method == .lora, "is for the method lora")
    try TrainingOptions.check(
      "adapter-out", place.path, place.standardizedFileURL.path != job.output.standardizedFileURL.path,
      "is the place of the bundle; choose another")
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isDirectory) else { return }
    let content = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [""]
    try TrainingOptions.check(
      "adapter-out", place.path, isDirectory.boolValue && (content.isEmpty || content.contains(configurationName)),
      "holds something that is no adapter; choose another or move it away")
  }

  /// Writes both files into a directory and replaces earlier ones. The configuration comes last, because it marks the
  /// directory as an adapter.
  ///
  /// - Parameter bundle: the whole model, whose outputs are told beside them; nil tells nothing.
  /// - Throws: `checkpoint`, `file`, `inference`.
  package func write(to directory: URL, outputsOf bundle: URL? = nil) throws(TuningError) {
    let outputs = try bundle.map { bundle throws(TuningError) in
      try TuningError.translating { () throws(InferenceError) in
        try AdapterOutputs(of: bundle.appendingPathComponent("config.json"))
      }
    }
    try TuningError.onFiles { () throws(FileError) in
      try FileSystem.makeDirectory(directory)
      try outputs?.write(to: directory)
    }
    do {
      try SafetensorsWriter.write(
        tensors, metadata: ["format": "pt"], to: directory.appendingPathComponent(Self.weightsName))
    } catch {
      throw .checkpoint(error)
    }
    try TuningError.onFiles { () throws(FileError) in
      try JSONFile.write(document, .pretty, to: directory.appendingPathComponent(Self.configurationName))
    }
  }
}
