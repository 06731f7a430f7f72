import BertBaselines
import BertData
import BertEncoder
import BertKernels
import Foundation

/// An encoder with its classifier, ready to predict.
final class EncoderClassifier: Classifier {
  let labels: [String]
  let rule: OutputRule
  /// The encoder and its head, which compute the logits.
  let outputs: EncoderOutputs
  /// Measures how unlike the training texts a text is; nil where the bundle has no such file.
  private let novelty: NoveltyScore?

  /// - Parameters:
  ///   - model: A model that transformers or this program wrote.
  ///   - record: How texts become sequences, and the thresholds of labels; nil to truncate texts to the model's longest
  ///     sequence, with the usual threshold.
  ///   - compute: Threads and kernels.
  ///   - precision: The number format that the encoder computes in; nil for the format of the stored weights.
  /// - Throws: an ``InferenceError`` that names the file and what is wrong with it.
  init(
    _ model: PretrainedModel, record: BundleRecord?, compute: Compute, precision: Precision?
  ) throws(InferenceError) {
    let answers = try model.answers()
    labels = answers.labels
    rule = try answers.rule.with(record, labels: labels.count, path: model.url.path)
    let width = model.configuration.hiddenSize, classes = labels.count
    let neighbours = try record?.neighbours.map { record throws(InferenceError) in
      try NeighbourFile.read(model.url, record, width: width, classes: classes, compute: compute)
    }
    let names = answers.labels
    let appended = try record?.appended.map { appended throws(InferenceError) in
      try AppendedFile.read(
        model.url, appended, labels: names, width: width, TextEncoder(model, record?.text), compute: compute)
    }
    outputs = try EncoderOutputs(
      model, head: .sequence, classes: classes, text: record?.text, neighbours: neighbours, appended: appended,
      compute: compute, precision: precision)
    novelty = try record?.novelty.map { digest throws(InferenceError) in
      try NoveltyFile.read(model.url, digest: digest, width: width)
    }
  }

  /// Predictions for rows that are tokenized already.
  func predictions(
    _ encoded: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [Prediction] {
    guard let novelty else {
      return predictions(from: try outputs.logits(encoded, isCancelled: isCancelled), rows: encoded.count)
    }
    let values = try outputs.logitsAndFeatures(encoded, isCancelled: isCancelled)
    let classes = labels.count, width = classes + novelty.width
    return encoded.indices.map { row in
      let own = values[row * width..<(row + 1) * width]
      var prediction = Prediction(labels: labels, logits: Array(own.prefix(classes)), rule: rule)
      prediction.novelty = novelty.novelty(of: own.dropFirst(classes))
      return prediction
    }
  }

  /// Predictions for rows, with the features of a store where it has them. They are the same as without a store.
  ///
  /// - Throws: `pairMissing`, `pairUnexpected`, `unreadableTokens`; `PredictionInterrupted` where `isCancelled`
  ///   returned true.
  func predictions(_ rows: [Example], from store: FeatureStore, isCancelled: () -> Bool) throws -> [Prediction] {
    let encoded = try rows.map { row throws(InferenceError) in try outputs.encode(row) }
    let (logits, features) = try outputs.logits(encoded, from: store, isCancelled: isCancelled)
    var predictions = predictions(from: logits, rows: rows.count)
    if let novelty {
      for row in predictions.indices {
        predictions[row].novelty = novelty.novelty(
          of: features.values[row * features.columns..<(row + 1) * features.columns].map(Double.init))
      }
    }
    return predictions
  }

  /// See ``EncoderOutputs/sentenceFeatures(_:from:isCancelled:)``.
  ///
  /// - Throws: `pairMissing`, `pairUnexpected`, `unreadableTokens`; `interrupted` where `isCancelled` returned true.
  func sentenceFeatures(
    of rows: [Example], from store: FeatureStore?, isCancelled: () -> Bool
  ) throws(InferenceError) -> FeatureMatrix {
    let encoded = try rows.map { row throws(InferenceError) in try outputs.encode(row) }
    do {
      return try outputs.sentenceFeatures(encoded, from: store, isCancelled: isCancelled)
    } catch {
      throw .interrupted
    }
  }

  func logits(_ rows: [Example], isCancelled: () -> Bool) throws -> [Double] {
    try outputs.logits(rows, isCancelled: isCancelled)
  }
}
