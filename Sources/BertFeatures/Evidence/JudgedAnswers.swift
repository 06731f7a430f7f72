/// How sure a model is of its answers, and whether they are right, on rows whose labels are known.
package struct JudgedAnswers: Sendable, Equatable {
  /// The largest probability of each row, [n].
  package let confidences: [Double]
  /// Whether the class with this probability is the label, [n].
  package let isRight: [Bool]

  /// - Parameters:
  ///   - probabilities: `[n, classes]`, row after row.
  ///   - labels: 0 ..< classes, [n], n > 0.
  /// - Throws: `count`, `empty`, `value`.
  package init(probabilities: [Double], classes: Int, labels: [Int]) throws(FeatureSpaceError) {
    guard !labels.isEmpty else { throw .empty(.source) }
    if let bad = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
      throw .value(of: "label", row: bad, rule: "0 to \(classes - 1)")
    }
    let answers = try Self.answers(probabilities, classes: classes, rows: labels.count)
    confidences = answers.map(\.confidence)
    isRight = zip(answers, labels).map { $0.answer == $1 }
  }

  private init(_ confidences: [Double], _ isRight: [Bool]) {
    self.confidences = confidences
    self.isRight = isRight
  }

  /// The rows at these indices, which may repeat.
  func selecting(_ indices: [Int]) -> JudgedAnswers {
    JudgedAnswers(indices.map { confidences[$0] }, indices.map { isRight[$0] })
  }

  /// The share of right answers.
  package var accuracy: Double { Double(isRight.count { $0 }) / Double(isRight.count) }

  /// The largest probability of each row, where labels are not known. [m]
  ///
  /// - Throws: `count`, `value`.
  package static func confidences(
    _ probabilities: [Double], classes: Int, rows: Int
  ) throws(FeatureSpaceError) -> [Double] {
    try answers(probabilities, classes: classes, rows: rows).map(\.confidence)
  }

  private static func answers(
    _ probabilities: [Double], classes: Int, rows: Int
  ) throws(FeatureSpaceError) -> [(answer: Int, confidence: Double)] {
    guard classes > 0, probabilities.count == rows * classes else {
      throw .count(of: "probabilities", found: probabilities.count, expected: rows)
    }
    if let bad = probabilities.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .value(of: "probability", row: bad / classes, rule: "0 to 1")
    }
    return (0..<rows).map { row in
      var best = 0
      for label in 1..<max(1, classes) where probabilities[row * classes + label] > probabilities[row * classes + best]
      {
        best = label
      }
      return (best, probabilities[row * classes + best])
    }
  }
}
