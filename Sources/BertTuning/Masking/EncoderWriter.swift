import BertCheckpoint
import BertEncoder
import BertInference
import BertStorage
import BertText
import Foundation

/// Writes an encoder, with its head for masked tokens where one was trained, as a directory of its own. transformers'
/// `AutoModel` and `AutoModelForMaskedLM` load the directory, and sentence-transformers does where it loads the
/// source's.
struct EncoderWriter {
  /// The file that records the run.
  static let recordName = "adapt.json"

  let source: PretrainedModel
  /// The name of transformers' class for the written model; nil where the architecture has none.
  let className: String?

  /// Why the source's files cannot be copied; nil where they can.
  var fault: String? {
    if source.folder != source.url {
      return "its weights are those of \(source.folder.path); give a directory that holds all of an encoder"
    }
    if source.document["quantization_config"] != nil {
      return "its weights are rounded; give the model that they were made from"
    }
    return nil
  }

  /// Writes all files into an existing directory.
  ///
  /// - Parameter files: Further JSON files, each with its path within the directory.
  /// - Throws: `checkpoint`, `file`.
  func write(
    _ weights: [TensorSource], record: some Encodable, metricsLog: Data,
    files: [(place: String, content: JSONValue)] = [],
    into directory: URL
  ) throws(TuningError) {
    let document = document
    try TuningError.onFiles { () throws(FileError) in
      for file in TokenizerLoader.files(in: source.folder) {
        try FileSystem.copyContents(file, to: directory.appendingPathComponent(TokenizerLoader.usualName(of: file)))
      }
      for name in source.sentenceFiles {
        let copy = directory.appendingPathComponent(name)
        try FileSystem.makeDirectory(copy.deletingLastPathComponent())
        try FileSystem.copyContents(source.url.appendingPathComponent(name), to: copy)
      }
    }
    do {
      try SafetensorsWriter.write(
        weights, metadata: ["format": "pt"], to: directory.appendingPathComponent("model.safetensors"))
    } catch {
      throw .checkpoint(error)
    }
    try TuningError.onFiles { () throws(FileError) in
      try AtomicFile.write(metricsLog, to: directory.appendingPathComponent("metrics.jsonl"))
      for file in files {
        let url = directory.appendingPathComponent(file.place)
        try FileSystem.makeDirectory(url.deletingLastPathComponent())
        try JSONFile.write(file.content, .pretty, to: url)
      }
      try JSONFile.write(record, .pretty, to: directory.appendingPathComponent(Self.recordName))
      try JSONFile.write(typed: document, to: directory.appendingPathComponent("config.json"))
    }
  }

  /// The source's configuration without what belongs to another head; keys that we do not know are kept.
  private var document: JSONValue {
    var document = source.writtenDocument
    // A source that is an encoder alone keeps its class, so that programs open it as before.
    if source.task != .encoder, let className { document["architectures"] = [.string(className)] }
    for key in ["num_labels", "problem_type", "id2label", "label2id"] { document[key] = nil }
    // The weights are written in single precision, whatever the source's were.
    for key in ["dtype", "torch_dtype"] where document[key] != nil { document[key] = "float32" }
    return document
  }
}
