/// What a classifier says about one text.
public struct Prediction: Sendable, Equatable {
  /// The classes, in order.
  public let labels: [String]
  /// The unnormalised scores, [C]; for a long text in windows their mean.
  public let logits: [Double]
  /// The probabilities, [C], adding up to 1.
  public let scores: [Double]
  /// The place of the most probable class in `labels`; the first of equals.
  public let index: Int

  /// - Parameters:
  ///   - labels: the classes, in order, C.
  ///   - logits: [C]
  public init(labels: [String], logits: [Double]) {
    self.labels = labels
    self.logits = logits
    scores = Softmax.probabilities(logits)
    var best = 0
    for label in logits.indices where logits[label] > logits[best] { best = label }
    index = best
  }

  /// Whether every score is a number. Only such a prediction is an answer.
  public var isFinite: Bool { logits.allSatisfy(\.isFinite) }

  /// The most probable class.
  public var label: String { labels[index] }
  /// Its probability.
  public var confidence: Double { scores[index] }

  /// The most probable classes with their probabilities, best first; of equals the first in `labels` comes first.
  public func top(_ count: Int) -> [(label: String, score: Double)] {
    scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(max(0, count))
      .map { (labels[$0], scores[$0]) }
  }
}
