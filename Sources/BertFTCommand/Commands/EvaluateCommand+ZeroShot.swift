import ArgumentParser
import BertFT

extension EvaluateCommand {
  /// Whether labels are descriptions for a model that never learnt them, not the data's values for its own labels.
  func isUnlearnt(_ labels: LabelDescriptions, by directory: OpenedDirectory) throws -> Bool {
    if zeroShot.labelDescriptions != nil || directory.answersNothing { return true }
    guard try directory.hasEntailmentHead, let model = directory.model else { return false }
    // The labels may be the entailment classifier's own.
    let own = Set(try model.classifierLabels())
    return !labels.names.allSatisfy(own.contains)
  }

  /// Measures a model on labels that it never learnt.
  func evaluateUnlearnt(_ labels: LabelDescriptions, with directory: OpenedDirectory, _ console: Console) throws {
    if columns.textPairColumn != nil {
      throw ValidationError("--text-pair-column: labels are compared with single texts; leave it out")
    }
    let classifier = try zeroShot.classifier(
      directory, labels, threads: compute.threadCount, precision: precision.precision, json: json, console)
    let set = LabelSet(names: labels.names)
    let dataset = try DatasetReader.read(
      DataSource(argument: data),
      options: columns.reading(labelOptions, labels: set, problem: classifier.rule.problem))
    console.tell(dataset.report)
    if zeroShot.prior.prior != nil {
      KeptScores.warn(rows: dataset.examples.count, labels: labels.names.count, console)
    }
    let metrics = try Interruption.handling {
      try classifier.evaluate(
        dataset.examples, labels: dataset.labels ?? set, prior: zeroShot.prior.prior,
        isCancelled: { Interruption.isRequested })
    }
    try StandardOutput.print(lines: json ? [metrics.json] : MetricsReport.lines(metrics))
  }
}
