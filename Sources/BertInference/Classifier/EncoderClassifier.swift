import BertData
import BertEncoder
import BertKernels
import Foundation

/// An encoder with its classifier, ready to be asked.
final class EncoderClassifier: Classifier {
  let labels: [String]
  let rule: OutputRule
  /// What computes the outputs.
  let outputs: EncoderOutputs

  /// - Parameters:
  ///   - model: What transformers or this program wrote.
  ///   - record: How texts become sequences, and from which scores labels hold; nil for the model's longest, truncated,
  ///     and the usual threshold.
  ///   - precision: What the encoder computes in; nil takes what the weights are stored in.
  /// - Throws: an ``InferenceError`` that names the file and what is wrong with it.
  init(
    _ model: PretrainedModel, record: BundleRecord?, compute: Compute, precision: Precision?
  ) throws(InferenceError) {
    let answers = try model.answers()
    labels = answers.labels
    rule = try answers.rule.with(record, labels: labels.count, path: model.url.path)
    outputs = try EncoderOutputs(
      model, head: .sequence, classes: labels.count, text: record?.text, compute: compute, precision: precision)
  }

  func logits(_ rows: [Example], isCancelled: () -> Bool) throws -> [Double] {
    try outputs.logits(rows, isCancelled: isCancelled)
  }
}
