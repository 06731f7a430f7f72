package import BertData
package import BertStorage

extension Prediction {
  /// The prediction as members of a JSON object: `label` and `scores`, `labels` and `scores`, or `score`; and `novelty`
  /// where the bundle measures it. Scores are written as the single-precision numbers that the model computes with.
  ///
  /// - Parameters:
  ///   - label: the label for problems of one label a text; nil where the model is not sure enough of it.
  ///   - shown: the indices of the labels whose scores are given, in this order.
  package func members(label: String?, shown: [Int]) -> [(String, JSONValue)] {
    let scored: JSONValue = .object(shown.map { (labels[$0], .float(Float(scores[$0]))) })
    let answer: [(String, JSONValue)] =
      switch rule.problem {
      case .singleLabel: [("label", label.map { .string($0) } ?? .null), ("scores", scored)]
      case .multiLabel: [("labels", .array(chosen.map { .string(labels[$0]) })), ("scores", scored)]
      case .regression: [("score", .float(Float(scores[0])))]
      }
    return answer + (novelty.map { [("novelty", .float(Float($0)))] } ?? [])
  }
}
