public import BertData
import BertStorage

/// A table of token vectors answers first, and an encoder where the table is unsure.
public struct Cascade: Sendable {
  /// The table's highest score from which on it answers.
  public let below: Double
  private let first: TextClassifier
  private let second: TextClassifier

  /// Joins two classifiers of the same labels.
  ///
  /// - Parameters:
  ///   - first: Asked about each text.
  ///   - second: Asked where `first` is unsure.
  ///   - below: The highest score below which that is; nil for what the bundle of `first` remembers, which counts for the
  ///     weights of `second` that it was chosen with alone.
  ///   - secondDigest: SHA-256 of the weights of `second`.
  /// - Throws: `cascadeUnfit`.
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

  /// The answers, in the order of the rows, and which of them the encoder gave.
  ///
  /// - Throws: What predicting throws.
  public func predict(_ rows: [Example]) throws(InferenceError) -> (predictions: [Prediction], asked: [Int]) {
    var predictions = try first.predict(rows)
    let unsure = predictions.indices.filter { predictions[$0].confidence < below }
    for (place, answer) in zip(unsure, try second.predict(unsure.map { rows[$0] })) { predictions[place] = answer }
    return (predictions, unsure)
  }
}
