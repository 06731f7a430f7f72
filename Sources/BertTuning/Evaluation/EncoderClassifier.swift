import BertData
import BertEncoder
import BertKernels
import BertText
import Foundation
import Synchronization

/// An encoder with its classifier, ready to be asked.
final class EncoderClassifier: Classifier {
  let labels: [String]
  /// Tokens of a text that are read at the most.
  let maxLength: Int
  let precision: Precision
  private let encoder: TextEncoder
  /// The model and its threads, which serve one call at a time.
  private let engine: Mutex<Engine>

  private struct Engine: @unchecked Sendable {
    // Unchecked, because the model is a class without synchronisation of its own; it is only reached through the mutex.
    let inference: Inference
  }

  /// - Parameters:
  ///   - directory: what transformers or this program wrote.
  ///   - text: how texts become sequences; nil for the model's longest, truncated.
  ///   - precision: what the encoder computes in; nil takes what the weights are stored in.
  /// - Throws: a ``TuningError`` that names the file and what is wrong with it.
  init(
    _ directory: ModelDirectory, text: BundleRecord.TextRecord?, compute: Compute, precision: Precision?
  ) throws(TuningError) {
    labels = try directory.classifierLabels()
    self.precision = precision ?? Precision(of: directory.checkpoint)
    maxLength = min(text?.maxLength ?? .max, directory.longestSequence)
    encoder = TextEncoder(
      tokenizer: directory.tokenizer, maxLength: maxLength, policy: text?.longText ?? .truncate)
    let model: SequenceClassifier
    do {
      model = try SequenceClassifier.shared(
        checkpoint: directory.checkpoint, configuration: directory.configuration, classes: labels.count,
        precision: self.precision, compute: compute)
    } catch {
      throw .model(path: directory.url.path, error)
    }
    engine = Mutex(Engine(inference: Inference(model: model, compute: compute)))
  }

  /// Cuts a row into tokens.
  func encode(_ row: Example) -> TextEncoder.Encoded { encoder.encode(row.text, pair: row.pair) }

  func logits(_ rows: [Example], isCancelled: () -> Bool) throws(PredictionInterrupted) -> [Double] {
    try logits(rows.map(encode), isCancelled: isCancelled)
  }

  /// The same for rows that are cut into tokens already.
  func logits(
    _ encoded: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [Double] {
    do {
      return try engine.withLock { (engine) throws(TuningError) in
        try engine.inference.logits(encoded, isCancelled: isCancelled)
      }
    } catch {
      // The one thing that inference throws.
      throw PredictionInterrupted()
    }
  }
}
