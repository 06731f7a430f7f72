public import BertData
import BertStorage

/// A table of token vectors predicts first, and an encoder predicts the texts where the table is unsure.
public struct Cascade: Sendable {
  /// The table is unsure where its highest score is below this.
  public let below: Double
  private let first: TextClassifier
  private let second: TextClassifier

  /// Joins two classifiers of the same labels.
  ///
  /// - Parameters:
  ///   - first: Predicts each text.
  ///   - second: Predicts the texts where `first` is unsure.
  ///   - below: `first` is unsure where its highest score is below this; nil for the score in its bundle, which holds
  ///     only for the weights of `second` that it was chosen with.
  ///   - secondDigest: SHA-256 of the weights of `second`.
  ///   - path: The bundle that errors name.
  /// - Throws: `cascadeUnfit`, `cascadeUnknown`.
  package init(
    _ first: TextClassifier, _ second: TextClassifier, below: Double?, secondDigest: String, path: String
  ) throws(InferenceError) {
    guard first.rule.problem == .singleLabel, second.rule.problem == .singleLabel else {
      throw .cascadeUnfit(path: path, reason: "it takes models of one label a text")
    }
    guard first.labels.elementsEqual(second.labels, by: { $0.utf8.elementsEqual($1.utf8) }) else {
      throw .cascadeUnfit(
        path: path,
        reason: "its labels are \(first.labels.joined(separator: ", ")), and those of the model behind it "
          + second.labels.joined(separator: ", "))
    }
    guard first.record?.takesPairs == second.record?.takesPairs else {
      throw .cascadeUnfit(path: path, reason: "one of the models reads pairs of texts, and the other single texts")
    }
    if let below {
      self.below = below
    } else {
      guard let remembered = first.record?.cascade else { throw .cascadeUnknown(path: path) }
      guard remembered.encoderSha256 == secondDigest else {
        throw .cascadeUnfit(
          path: path,
          reason: "the score that it remembers was chosen with another model behind it, and says nothing of this one"
        )
      }
      self.below = remembered.below
    }
    self.first = first
    self.second = second
  }

  /// The predictions, in the order of the rows, and the indices of those that the encoder made.
  ///
  /// - Throws: What predicting throws.
  public func predict(_ rows: [Example]) throws(InferenceError) -> (predictions: [Prediction], asked: [Int]) {
    var predictions = try first.predict(rows)
    let unsure = predictions.indices.filter { predictions[$0].confidence < below }
    for (place, answer) in zip(unsure, try second.predict(unsure.map { rows[$0] })) { predictions[place] = answer }
    return (predictions, unsure)
  }
}
