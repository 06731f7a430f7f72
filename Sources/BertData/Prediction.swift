/// What a model predicts for one text.
public struct Prediction: Sendable, Equatable {
  /// The labels, in order; for a regression the name of the number.
  public let labels: [String]
  /// The outputs, [C]; for a long text in windows their mean.
  public let logits: [Double]
  /// [C]: for one label the probabilities, which sum to 1; for several labels the probability of each; or the number.
  public let scores: [Double]
  /// The index in `labels` of the highest score; the first of equals.
  public let index: Int
  /// How the outputs became scores and answer.
  public let rule: OutputRule
  /// How unlike the training texts the text is: the share of the validation texts that are less unlike them, 0 ... 1;
  /// nil where the bundle does not know it.
  public package(set) var novelty: Double?

  /// - Parameters:
  ///   - labels: the labels, in order, C.
  ///   - logits: [C]
  ///   - rule: how the outputs become scores and an answer.
  public init(labels: [String], logits: [Double], rule: OutputRule = .singleLabel) {
    self.labels = labels
    self.logits = logits
    self.rule = rule
    scores = rule.scores(logits)
    var best = 0
    for label in logits.indices where logits[label] > logits[best] { best = label }
    index = best
  }

  /// Whether every output is finite. Only then is the prediction an answer.
  public var isFinite: Bool { logits.allSatisfy(\.isFinite) }

  /// The label of the highest score.
  public var label: String { labels[index] }
  /// The highest score.
  public var confidence: Double { scores[index] }

  /// For several labels per text, the indices of those that hold: whose score reaches their threshold.
  public var chosen: [Int] { zip(scores, rule.thresholds).enumerated().filter { $1.0 >= $1.1 }.map(\.offset) }

  /// The indices of the labels by their scores, best first; of equals the first in `labels` comes first.
  public var ranking: [Int] { scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) } }

  /// The labels with the highest scores, best first.
  ///
  /// - Parameter count: how many labels at most.
  public func top(_ count: Int) -> [(label: String, score: Double)] {
    ranking.prefix(max(0, count)).map { (labels[$0], scores[$0]) }
  }
}
