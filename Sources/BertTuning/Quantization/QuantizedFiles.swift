import BertCheckpoint
import BertEncoder
import BertInference
import BertText
import Foundation

/// The files of a quantised model.
struct QuantizedFiles {
  let source: PretrainedModel
  /// What the source's `bertft.json` says, where it has one.
  let record: BundleRecord?
  let agreement: Agreement

  /// Files beside weights, configuration and tokenizer that are taken over where they are.
  private static let others = ["metrics.jsonl", "report.html"]

  func write(_ weights: [TensorSource], to directory: URL) throws(TuningError) {
    for file in TokenizerLoader.files(in: source.folder) {
      try FileSystem.copyContents(file, to: directory.appendingPathComponent(file.lastPathComponent))
    }
    for name in Self.others + source.sentenceFiles {
      let file = source.url.appendingPathComponent(name), copy = directory.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      try FileSystem.makeDirectory(copy.deletingLastPathComponent())
      try FileSystem.copyContents(file, to: copy)
    }
    do {
      try SafetensorsWriter.write(
        weights, metadata: ["format": "bertft-int8"], to: directory.appendingPathComponent("model.safetensors"))
      var members = source.document
      members["quantization_config"] = .object([
        // transformers refuses a method that it does not know, instead of loading a model without half of its weights.
        "quant_method": .string("bertft-int8"),
        "agreement": .object([
          "rows": .integer(Int64(agreement.rows)), "worst_cosine": .number(agreement.worstCosine),
          "mean_cosine": .number(agreement.meanCosine), "same_label": agreement.sameLabel.map { .number($0) } ?? .null,
        ]),
      ])
      try AtomicFile.write(
        try BundleWriter.encode(JSONTree.object(members)), to: directory.appendingPathComponent("config.json"))
      if var record {
        record.formatVersion = BundleRecord.quantizedFormat
        record.precision = .int8
        record.agreement = agreement
        try AtomicFile.write(
          try BundleWriter.encode(record), to: directory.appendingPathComponent(ClassifierBundle.recordName))
      }
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .io(operation: "encode", path: directory.path, reason: "\(error)")
    }
  }
}
