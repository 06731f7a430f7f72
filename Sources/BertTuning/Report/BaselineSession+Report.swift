import BertBaselines
import BertData
import BertInference
import BertReport
import Foundation

extension BaselineSession {
  /// Writes `report.html` into the finished bundle.
  ///
  /// - Returns: the file.
  /// - Throws: `file` where it cannot be written, `interrupted`; the bundle is complete without it.
  func writeReport(
    _ classifier: any Classifier, _ figures: SimpleFigures, _ outcome: TrainingOutcome
  ) throws(TuningError) -> URL {
    let data = job.data
    var report = RunReport(
      lead:
        "\(job.options.method.title) on \(Figures.count(data.training.count)) texts "
        + (data.problem == .regression ? "with a number." : "of \(Figures.count(data.labels.count, "label"))."),
      data: data, outcome: outcome)
    let (rows, logits) =
      data.test.isEmpty ? figures.judged : (data.test, try Self.logits(classifier, data.test))
    if !rows.isEmpty {
      report.judged = .init(
        part: data.test.isEmpty ? outcome.validationName : "test", rows: rows,
        probabilities: Evaluation.scores(logits, labels: data.labels.count, figures.rule))
    }
    report.lengths = .init(
      values: data.training.map { $0.text.split(whereSeparator: \.isWhitespace).count }, limit: nil, policy: "",
      unit: "words")
    let occlusion = Occlusion(classifier: classifier)
    report.explanation = .init(method: "leaving the word out") { rows, labels in
      // Nothing cancels these predictions. A text whose prediction fails is shown without weights.
      zip(rows, labels).map { row, label in (try? occlusion.pieces(of: row, label: label)) ?? [.init(row.text)] }
    }
    report.command = job.command
    report.facts = [
      .init("Program", job.program), .init("System", ProcessInfo.processInfo.operatingSystemVersionString),
      .init("Method", "\(choice.method.rawValue): \(choice.reason)"),
    ]
    if let hash = data.fileSHA256 { report.facts.append(.init("Data file, SHA-256", hash)) }
    report.facts += [.init("Seed", String(job.options.seed)), .init("Time", Figures.duration(outcome.seconds))]
    report.options = RunReport.settings(job.options)
    return try report.write(into: job.output)
  }
}
