package import BertCheckpoint
package import BertEncoder
package import BertInference
import BertText
package import Foundation

/// Writes a bundle aside, moves it into place in one rename, reads it back, and only then lets go of what it replaced.
package struct BundleWriter {
  private let source: PretrainedModel
  private let destination: URL

  /// - Parameters:
  ///   - source: the directory whose configuration and tokenizer the bundle takes over.
  ///   - destination: where the bundle goes.
  package init(source: PretrainedModel, destination: URL) {
    self.source = source
    self.destination = destination
  }

  /// Writes, moves and checks the bundle. On failure the destination is as it was.
  ///
  /// - Parameters:
  ///   - weights: the trained weights under their checkpoint names.
  ///   - configuration: the trained model's, which may have more layers than the source's.
  ///   - record: all but `tokenizerFiles`, which is filled in here.
  ///   - metricsLog: the run's `metrics.jsonl`.
  ///   - verify: reads the bundle back and throws where it does not give the live model's logits.
  package func write(
    weights: [TensorSource], configuration: EncoderConfiguration, record: BundleRecord, metricsLog: Data,
    verify: (URL) throws(TuningError) -> Void
  ) throws(TuningError) {
    try BundlePlacement(destination: destination).install { (aside: URL) throws(TuningError) in
      try fill(aside, weights: weights, configuration: configuration, record: record, metricsLog: metricsLog)
    } verify: { (url: URL) throws(TuningError) in
      try verify(url)
    }
  }

  private func fill(
    _ directory: URL, weights: [TensorSource], configuration: EncoderConfiguration, record: BundleRecord,
    metricsLog: Data
  ) throws(TuningError) {
    var record = record
    for file in TokenizerLoader.files(in: source.folder) {
      let copy = directory.appendingPathComponent(file.lastPathComponent)
      try FileSystem.copyContents(file, to: copy)
      record.tokenizerFiles[file.lastPathComponent] = try TuningError.translating { () throws(InferenceError) in
        try FileDigest.sha256(of: copy)
      }
    }
    do {
      try SafetensorsWriter.write(
        // transformers asks for the key "format" before it loads a file.
        weights, metadata: ["format": "pt"],
        to: directory.appendingPathComponent("model.safetensors"))
      try AtomicFile.write(
        try Self.encode(document(labels: record.labels, configuration)),
        to: directory.appendingPathComponent("config.json"))
      try AtomicFile.write(metricsLog, to: directory.appendingPathComponent("metrics.jsonl"))
      // Last: a directory is a bundle only when everything else is there.
      try AtomicFile.write(
        try Self.encode(record), to: directory.appendingPathComponent(ClassifierBundle.recordName))
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .io(operation: "encode", path: directory.path, reason: "\(error)")
    }
  }

  /// The source's configuration with what a classifier needs; keys that we do not know are kept.
  private func document(labels: [String], _ configuration: EncoderConfiguration) -> JSONTree {
    var members = source.document
    members["architectures"] = .array([.string(configuration.architecture.classifierClassName)])
    members["problem_type"] = .string("single_label_classification")
    members["id2label"] = .object(
      Dictionary(labels.enumerated().map { ("\($0.offset)", .string($0.element)) }, uniquingKeysWith: { $1 }))
    members["label2id"] = .object(
      Dictionary(
        labels.enumerated().map { ($0.element, .integer(Int64($0.offset))) }, uniquingKeysWith: { first, _ in first }))
    members["num_labels"] = nil
    // The method `features` adds some.
    for field in configuration.layerFields {
      for name in [field.name] + field.otherNames.filter({ members[$0] != nil }) {
        members[name] = .integer(Int64(field.value))
      }
    }
    // The weights are written in single precision, whatever the source's were.
    for key in ["dtype", "torch_dtype"] where members[key] != nil { members[key] = .string("float32") }
    return .object(members)
  }

  static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
  }
}
