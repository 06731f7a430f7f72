public import BertData
package import BertEncoder

extension BundleRecord {
  /// One of several tasks in a bundle's record.
  public struct TaskRecord: Sendable, Codable {
    /// The task's name.
    public var name: String
    /// The column of the data with its labels or numbers; evaluation looks for it again.
    public var column: String
    /// Whether the task predicts one label, several labels or a number.
    public var problem: ProblemType
    /// The labels, in order; for a number its one name.
    public var labels: [String]
    /// The values that stood for the labels in the data, where they differed from their names.
    public var labelValues: [String]?
    /// Further values that stood for each label; nil where there are none.
    public var labelAlternatives: [[String]]?
    /// For several labels a text, the score from which each label is predicted.
    public var thresholds: [Double]?
    /// The calibration of the scores; nil for uncalibrated scores.
    public var calibration: Calibration?

    /// A record of a task and of how its logits become predictions.
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

  /// The outputs of each task; nil for a bundle of one task.
  package var outputs: [QuestionOutputs]? {
    tasks?.map { QuestionOutputs(name: $0.name, classes: $0.labels.count) }
  }
}

extension BundleRecord.TaskRecord {
  /// The task and its labels, and how its logits become predictions.
  ///
  /// - Parameter path: The file that the error names.
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
