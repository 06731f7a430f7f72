import BertFT
import BertStorage
import Foundation

extension EvaluateCommand {
  /// Measures each question of a bundle of several on the rows that answer it.
  func evaluateQuestions(_ classifier: MultiTaskClassifier, hasLabels: Bool, _ console: Console) throws {
    let unfit: [(isGiven: Bool, flag: String)] = [
      (hasLabels, "--labels"), (labelOptions.labelColumn != nil, "--label-column"),
      (labelOptions.labelColumns != nil, "--label-columns"),
    ]
    if let flag = unfit.first(where: \.isGiven)?.flag {
      throw CommandFailure(
        .usage, "\(flag) is for bundles of one question; of several the bundle knows labels and columns: leave it out")
    }
    let source = DataSource(argument: data)
    let dataset = try QuestionDataset.read(
      source,
      questions: classifier.questions.map { ($0.question, $0.question.problem == .regression ? nil : $0.labels) },
      options: columns.reading(labelOptions, labels: nil, record: classifier.record.data))
    console.tell(dataset.report)
    dataset.noteWordings.map(\.commandLine).forEach(console.note)
    dataset.warningWordings.map(\.commandLine).forEach(console.warn)
    let metrics = TaskMetrics.several(
      try Interruption.handling { try classifier.evaluate(dataset, isCancelled: { Interruption.isRequested }) })
    try StandardOutput.print(lines: json ? [metrics.json] : MetricsReport.lines(metrics))
  }
}
