import BertCheckpoint
import BertEncoder
import BertInference
import BertStorage
import BertText
import Foundation

/// Writes an encoder with its head for masked tokens as a directory of its own, which transformers' `AutoModel` and
/// `AutoModelForMaskedLM` load, and sentence-transformers where it loaded the source.
struct EncoderWriter {
  let source: PretrainedModel

  /// Refuses a source whose parts cannot be taken over.
  ///
  /// - Throws: `maskingUnfit`.
  func check() throws(TuningError) {
    guard source.folder == source.url else {
      throw .maskingUnfit(
        path: source.url.path,
        reason: "its weights are those of \(source.folder.path); give a directory that holds all of an encoder")
    }
    guard source.document["quantization_config"] == nil else {
      throw .maskingUnfit(
        path: source.url.path, reason: "its weights are rounded; give the model that they were made from")
    }
    try source.requireTiedWords()
  }

  /// Writes all files into a directory that is there.
  ///
  /// - Throws: `checkpoint`, `file`.
  func write(
    _ weights: [TensorSource], record: MaskedTrainingRecord, metricsLog: Data, into directory: URL
  ) throws(TuningError) {
    let document = document
    try TuningError.onFiles { () throws(FileError) in
      for file in TokenizerLoader.files(in: source.folder) {
        try FileSystem.copyContents(file, to: directory.appendingPathComponent(file.lastPathComponent))
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
      try JSONFile.write(record, .pretty, to: directory.appendingPathComponent(MaskedTrainingRecord.name))
      try JSONFile.write(document, .pretty, to: directory.appendingPathComponent("config.json"))
    }
  }

  /// The source's configuration without what belongs to another head; keys that we do not know are kept.
  private var document: JSONValue {
    var document = source.document
    // An encoder stays what it is to those that open it.
    if source.task != .encoder, let name = source.configuration.architecture.maskedLanguageClassName {
      document["architectures"] = [.string(name)]
    }
    for key in ["num_labels", "problem_type", "id2label", "label2id"] { document[key] = nil }
    // The weights are written in single precision, whatever the source's were.
    for key in ["dtype", "torch_dtype"] where document[key] != nil { document[key] = "float32" }
    return document
  }
}
