import BertBaselines
import BertData
import BertEncoder
import BertFeatures
import BertKernels
import Foundation
import Synchronization

/// An encoder with its head or heads: texts in, logits out. What the logits mean is left to the caller.
final class EncoderOutputs: Sendable {
  /// The most tokens of a text that are read.
  var maxLength: Int { encoder.maxLength }
  let precision: Precision
  private let encoder: TextEncoder
  /// Whether the model was trained on pairs of texts; nil where the bundle does not say so.
  private let takesPairs: Bool?
  /// The model and its threads, which serve one call at a time.
  private let engine: Mutex<Engine>

  private struct Engine: @unchecked Sendable {
    // Unchecked, because the model is a class without synchronization of its own; it is only used under the mutex.
    let model: SequenceClassifier
    let compute: Compute
    let inference: Inference
  }

  /// - Parameters:
  ///   - model: A model that transformers or this program wrote.
  ///   - head: Which head it has.
  ///   - classes: C; for several tasks the sum of their outputs.
  ///   - text: How texts become sequences; nil to truncate them to the model's longest sequence.
  ///   - neighbours: The labelled texts that vote in place of the head; nil where the head predicts.
  ///   - appended: The labelled texts of which the nearest is appended to a text; nil where none is.
  ///   - compute: Threads and kernels.
  ///   - precision: The number format that the encoder computes in; nil for the format of the stored weights.
  /// - Throws: an ``InferenceError`` that names the file and what is wrong with it.
  init(
    _ model: PretrainedModel, head: HeadKind, classes: Int, text: BundleRecord.TextRecord?,
    neighbours: NeighbourClassifier? = nil, appended: AppendedNeighbours? = nil, compute: Compute,
    precision: Precision?
  ) throws(InferenceError) {
    let precision = precision ?? Precision(of: model.checkpoint, on: compute)
    let compute = compute.computing(in: precision.factors)
    self.precision = precision
    encoder = TextEncoder(model, text)
    takesPairs = text?.pairs
    let classifier: SequenceClassifier
    do {
      classifier = try SequenceClassifier.shared(
        checkpoint: model.checkpoint, configuration: model.configuration, classes: classes, head: head,
        precision: precision, compute: compute)
    } catch {
      throw .model(path: model.url.path, error)
    }
    engine = Mutex(
      Engine(
        model: classifier, compute: compute,
        inference: Inference(model: classifier, compute: compute, neighbours: neighbours, appended: appended)))
  }

  /// Tokenizes a row.
  ///
  /// - Throws: `pairMissing`, `pairUnexpected`, `unreadableTokens`.
  func encode(_ row: Example) throws(InferenceError) -> TextEncoder.Encoded {
    try BundleRecord.check(row, takesPairs: takesPairs)
    return try encoder.encode(row)
  }

  func logits(_ rows: [Example], isCancelled: () -> Bool) throws -> [Double] {
    try logits(rows.map { row throws(InferenceError) in try encode(row) }, isCancelled: isCancelled)
  }

  /// The logits and the features of rows that are tokenized already, side by side, `[rows, C + H]`.
  func logitsAndFeatures(
    _ encoded: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [Double] {
    try engine.withLock { (engine) throws(PredictionInterrupted) in
      try engine.inference.logitsAndFeatures(encoded, isCancelled: isCancelled)
    }
  }

  /// A store of the features that the classifier sees; nil for int8, whose weights no other bundle shares.
  func featureStore(_ cache: FeatureCache) -> FeatureStore? {
    guard precision != .int8 else { return nil }
    return engine.withLock { FeatureStore(cache, seenBy: $0.model, $0.compute) }
  }

  /// The logits `[rows, C]` and features `[rows, H]` of rows that are tokenized already, with the kept features of a
  /// store.
  func logits(
    _ encoded: [TextEncoder.Encoded], from store: FeatureStore, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> (logits: [Double], features: FeatureMatrix) {
    try engine.withLock { (engine) throws(PredictionInterrupted) in
      try engine.inference.logits(encoded, from: store, isCancelled: isCancelled)
    }
  }

  /// The mean of the token states of rows that are tokenized already, up to a common scale, `[rows, H]`.
  ///
  /// - Precondition: The model was made by ``SequenceClassifier/init(meanPooling:)``.
  func sentenceFeatures(
    _ encoded: [TextEncoder.Encoded], from store: FeatureStore?, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> FeatureMatrix {
    try engine.withLock { (engine) throws(PredictionInterrupted) in
      try engine.inference.sentenceFeatures(encoded, from: store, isCancelled: isCancelled)
    }
  }

  /// The logits of rows that are tokenized already, `[rows, C]`.
  func logits(
    _ encoded: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [Double] {
    try engine.withLock { (engine) throws(PredictionInterrupted) in
      try engine.inference.logits(encoded, isCancelled: isCancelled)
    }
  }
}
