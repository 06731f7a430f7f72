import BertCheckpoint
import BertEncoder
import BertFeatures
import BertInference
import BertStorage
import BertText
import Foundation

/// The files of a quantised model.
struct QuantizedFiles {
  let source: PretrainedModel
  /// What the source's `bertft.json` says, where it has one.
  let record: BundleRecord?
  let agreement: Agreement

  /// Files beside weights, configuration and tokenizer that are copied where they exist.
  private static let others = [
    "metrics.jsonl", "report.html", NoveltyFile.name, NeighbourFile.name, AppendedFile.name, TransferReceipt.name,
  ]

  func write(_ weights: [TensorSource], to directory: URL) throws(TuningError) {
    try TuningError.onFiles { () throws(FileError) in
      for file in TokenizerLoader.files(in: source.folder) {
        try FileSystem.copyContents(file, to: directory.appendingPathComponent(TokenizerLoader.usualName(of: file)))
      }
      for name in Self.others + source.sentenceFiles {
        let file = source.url.appendingPathComponent(name), copy = directory.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: file.path) else { continue }
        try FileSystem.makeDirectory(copy.deletingLastPathComponent())
        try FileSystem.copyContents(file, to: copy)
      }
    }
    let configuration = try configuration
    do {
      try SafetensorsWriter.write(
        weights, metadata: ["format": "bertft-int8"], to: directory.appendingPathComponent("model.safetensors"))
    } catch {
      throw .checkpoint(error)
    }
    try TuningError.onFiles { () throws(FileError) in
      try JSONFile.write(typed: configuration, to: directory.appendingPathComponent("config.json"))
      guard var record else { return }
      record.formatVersion = max(record.formatVersion, BundleRecord.quantizedFormat)
      record.precision = .int8
      record.agreement = agreement
      try JSONFile.write(record, .pretty, to: directory.appendingPathComponent(ClassifierBundle.recordName))
    }
  }

  private var configuration: JSONValue {
    get throws(TuningError) {
      var document = source.writtenDocument
      document["quantization_config"] = [
        // transformers refuses a method that it does not know, instead of loading a model without half of its weights.
        "quant_method": "bertft-int8", "agreement": try JSONValue.encoding(agreement),
      ]
      return document
    }
  }
}
