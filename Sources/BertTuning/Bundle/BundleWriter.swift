package import BertCheckpoint
import BertData
package import BertEncoder
package import BertFeatures
package import BertInference
import BertStorage
import BertText
package import Foundation

/// Writes the bundle of an encoder and puts it into its place; see ``BundlePlacement``.
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
  ///   - outputs: what the model's outputs are.
  ///   - record: all but `tokenizerFiles` and the files' digests, which are filled in here.
  ///   - metricsLog: the run's `metrics.jsonl`.
  ///   - novelty: the score of how far a text is from the training texts; nil writes none.
  ///   - neighbours: the labelled texts of the method knn, which vote in place of a classifier; nil for other methods.
  ///   - appended: the labelled texts of which the nearest one is appended to each input; nil where none is.
  ///   - receipt: the effect of an adaptation to another domain, written as `receipt.json`; nil writes none.
  ///   - verify: reads the bundle back and throws where it does not give the live model's logits.
  /// - Throws: `outputTaken`, `checkpoint`, `file`; what `verify` throws.
  package func write(
    weights: [TensorSource], configuration: EncoderConfiguration, outputs: WrittenOutputs, record: BundleRecord,
    metricsLog: Data, novelty: NoveltyScore? = nil, neighbours: NeighbourClassifier? = nil,
    appended: AppendedNeighbours? = nil, receipt: TransferReceipt? = nil,
    verify: (URL) throws(TuningError) -> Void
  ) throws(TuningError) {
    try BundlePlacement(destination: destination).install { (aside: URL) throws(TuningError) in
      try fill(
        aside, weights: weights, document: document(labels: record.labels, outputs, configuration), record: record,
        metricsLog: metricsLog, novelty: novelty, neighbours: neighbours, appended: appended, receipt: receipt)
    } verify: { (url: URL) throws(TuningError) in
      try verify(url)
    }
  }

  private func fill(
    _ directory: URL, weights: [TensorSource], document: JSONValue, record: BundleRecord, metricsLog: Data,
    novelty: NoveltyScore?, neighbours: NeighbourClassifier?, appended: AppendedNeighbours?, receipt: TransferReceipt?
  ) throws(TuningError) {
    var record = record
    for file in TokenizerLoader.files(in: source.folder) {
      let name = TokenizerLoader.usualName(of: file), copy = directory.appendingPathComponent(name)
      record.tokenizerFiles[name] = try TuningError.onFiles { () throws(FileError) in
        try FileSystem.copyContents(file, to: copy)
        return try FileDigest.sha256(of: copy)
      }
    }
    do {
      try SafetensorsWriter.write(
        // transformers refuses a file without the key "format".
        weights, metadata: ["format": "pt"],
        to: directory.appendingPathComponent("model.safetensors"))
      record.novelty = try novelty.map { score throws(CheckpointError) in
        try NoveltyFile.write(score, into: directory)
      }
      if let neighbours {
        record.neighbours = try NeighbourFile.write(neighbours, into: directory)
        record.formatVersion = BundleRecord.neighboursFormat
      }
      if let appended {
        record.appended = try AppendedFile.write(appended, into: directory)
        record.formatVersion = BundleRecord.appendedFormat
      }
    } catch {
      throw .checkpoint(error)
    }
    let finished = record
    try TuningError.onFiles { () throws(FileError) in
      try JSONFile.write(typed: document, to: directory.appendingPathComponent("config.json"))
      try AtomicFile.write(metricsLog, to: directory.appendingPathComponent("metrics.jsonl"))
      if let receipt {
        try JSONFile.write(receipt, .pretty, to: directory.appendingPathComponent(TransferReceipt.name))
      }
      // Last, because it marks the directory as a complete bundle.
      try JSONFile.write(finished, .pretty, to: directory.appendingPathComponent(ClassifierBundle.recordName))
    }
  }

  /// The source's configuration with the fields of a classifier; unknown keys are kept.
  private func document(
    labels: [String], _ outputs: WrittenOutputs, _ configuration: EncoderConfiguration
  ) -> JSONValue {
    var document = configuration.written(source.document)
    document["num_labels"] = nil
    document["architectures"] = [.string(outputs.className(configuration.architecture))]
    document["problem_type"] = outputs.rule.map { .string($0.problem.rawValue) }
    let named = labels.enumerated()
    document["id2label"] = labels.isEmpty ? nil : .object(named.map { ("\($0.offset)", .string($0.element)) })
    document["label2id"] = labels.isEmpty ? nil : .object(named.map { ($0.element, .integer($0.offset)) })
    // sentence-transformers applies a sigmoid to any single output unless the configuration names another activation.
    if let rule = outputs.rule, rule.problem == .regression {
      (rule.isLogistic ? RerankerActivation.sigmoid : .identity).write(to: &document)
    }
    // The method `features` adds layers.
    for field in configuration.layerFields {
      for name in [field.name] + field.otherNames.filter({ document[$0] != nil }) {
        document[name] = .integer(field.value)
      }
    }
    // The weights are written in single precision, whatever the source's were.
    for key in ["dtype", "torch_dtype"] where document[key] != nil { document[key] = "float32" }
    return document
  }
}
