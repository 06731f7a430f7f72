public import BertData
package import BertEncoder

extension BundleRecord {
  /// What a bundle remembers of one of several questions.
  public struct TaskRecord: Sendable, Codable {
    /// What it is called.
    public var name: String
    /// The column that its answers came from; evaluation looks for it again.
    public var column: String
    /// What an answer is.
    public var problem: ProblemType
    /// The labels, in order; of a number the one name that it has.
    public var labels: [String]
    /// The values that stood for the labels in the data, where they differed from their names.
    public var labelValues: [String]?
    /// Further values that stood for each label; nil where there are none.
    public var labelAlternatives: [[String]]?
    /// Of several labels a text, the score from which each holds.
    public var thresholds: [Double]?
    /// What makes the scores believable; nil where they are the outputs' own.
    public var calibration: Calibration?

    /// A record of a question and how its outputs become an answer.
    package init(_ question: QuestionLabels, _ rule: OutputRule) {
      name = question.name
      column = question.question.column
      problem = question.question.problem
      labels = question.labels.names
      labelValues = question.labels == LabelSet(names: labels) ? nil : question.labels.values
      labelAlternatives =
        question.labels.alternatives.allSatisfy(\.isEmpty) ? nil : question.labels.alternatives
      thresholds = rule.problem == .multiLabel ? rule.thresholds : nil
      calibration = rule.calibration
    }

    private enum CodingKeys: String, CodingKey {
      case name, column, problem, labels, thresholds, calibration
      case labelValues = "label_values"
      case labelAlternatives = "label_alternatives"
    }
  }

  /// The outputs of each question; nil for a bundle of one.
  package var outputs: [QuestionOutputs]? {
    tasks?.map { QuestionOutputs(name: $0.name, classes: $0.labels.count) }
  }
}

extension BundleRecord.TaskRecord {
  /// The question and its labels, and how its outputs become an answer.
  ///
  /// - Parameter path: for the error.
  /// - Throws: `fileMalformed` where the parts do not fit each other.
  package func question(path: String) throws(InferenceError) -> (labels: QuestionLabels, rule: OutputRule) {
    let usual = OutputRule.usual(problem, labels: labels.count)
    guard Question.isName(name), problem == .regression ? labels.count == 1 : labels.count >= 1,
      let set = LabelSet(names: labels, values: labelValues ?? labels, alternatives: labelAlternatives),
      let rule = try? usual.with(thresholds: thresholds, calibration, labels: labels.count, path: path)
    else {
      throw .fileMalformed(
        path: path, reason: "its record of the task '\(name.prefix(64))' does not fit; restore the file, or train again"
      )
    }
    return (QuestionLabels(Question(name: name, column: column, problem: problem), labels: set), rule)
  }
}
