import BertData
import BertReport
import Foundation

extension TokenBaselineSession {
  /// The page of the run.
  ///
  /// - Parameters:
  ///   - outcome: The result of the run.
  ///   - interval: The 95 % interval of F1 on the rows that are judged; nil where there are none.
  func page(_ outcome: TrainingOutcome, interval: (low: Double, high: Double)?) -> ReportPage {
    let data = job.data
    var sections: [any ReportSection] = [SummarySection(entitiesOf: outcome, interval: interval)]
    if case .entities(let figures)? = outcome.test ?? outcome.validation {
      sections.append(EntitiesSection(metrics: figures))
    }
    var facts = [
      RunSection.Setting("Program", job.program),
      .init("System", ProcessInfo.processInfo.operatingSystemVersionString),
      .init("Method", "\(choice.method.rawValue): \(choice.reason)"),
    ]
    if let hash = data.fileSHA256 { facts.append(.init("Data file, SHA-256", hash)) }
    facts += [.init("Seed", String(job.seed)), .init("Time", Figures.duration(outcome.seconds))]
    if let note = outcome.note { facts.append(.init("Fit", note)) }
    sections += [DataSection(entitiesOf: data), RunSection(command: job.command, facts: facts, options: [])]
    return ReportPage(
      title: outcome.bundle.lastPathComponent,
      lead:
        "A conditional random field over the words of \(Figures.count(data.training.count)) texts with entities of "
        + "\(Figures.count(data.labels.count, "label")).", sections: sections)
  }
}
