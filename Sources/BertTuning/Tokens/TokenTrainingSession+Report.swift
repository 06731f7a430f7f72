import BertData
import BertInference
import BertReport
import BertText
import Foundation

extension TokenTrainingSession {
  /// The page of the run.
  ///
  /// - Parameter interval: The 95 % interval of F1 on the rows that are judged; nil where there are none.
  func page(_ outcome: TrainingOutcome, interval: (low: Double, high: Double)?) -> ReportPage {
    let part = outcome.test == nil ? outcome.validationName : "test", metrics = outcome.test ?? outcome.validation
    var summary = SummarySection(
      rows: metrics.map { "\(Figures.count($0.rows)) \(part) rows" } ?? "",
      classifier: metrics.map { .init("this classifier", $0) })
    summary.interval = interval
    if outcome.test != nil, let validation = outcome.validation {
      summary.others.append(.init("this classifier on the \(outcome.validationName) rows", validation))
    }
    if outcome.test == nil, let folds = outcome.folds {
      summary.notes.append(RunReport.foldsNote(folds))
    } else if outcome.test == nil, metrics != nil, outcome.epochs.count > 1 {
      summary.notes.append(RunReport.chosenNote(epochs: outcome.epochs.count))
    }
    var sections: [any ReportSection] = [
      summary,
      CurvesSection(
        epochs: outcome.epochs.map {
          .init(number: $0.epoch, trainingLoss: $0.trainingLoss, validation: $0.validation)
        }, best: outcome.bestEpoch),
    ]
    if case .entities(let figures)? = metrics { sections.append(EntitiesSection(metrics: figures)) }
    let facts = job.facts(outcome, strategy, encoder: start.identity.encoder, data: job.data.fileSHA256)
    sections += [
      dataSection, RunSection(command: job.command, facts: facts, options: RunReport.settings(options)),
    ]
    return ReportPage(
      title: outcome.bundle.lastPathComponent,
      lead:
        "\(strategy.lead(encoder: job.encoderName)) on \(Figures.count(job.data.training.count)) texts with entities of "
        + "\(Figures.count(job.data.labels.count, "label")).", sections: sections)
  }

  /// The entities of each part by label, the lengths of the training texts, and texts that parts share.
  private var dataSection: DataSection {
    let data = job.data
    let parts = [("training", data.training), ("validation", data.validation), ("test", data.test)]
      .filter { !$0.1.isEmpty }
    var section = DataSection(
      labels: data.labels,
      parts: parts.map { name, rows in
        let counts = Dictionary(uniqueKeysWithValues: TokenTrainingData.counts(rows).map { ($0.label, $0.entities) })
        return .init(name, counts: data.labels.map { counts[$0] ?? 0 })
      })
    section.counted = "entities"
    let lengths = training.encoded.map { $0.windows.first?.untruncatedCount ?? 0 }
    section.lengths = LengthHistogram(lengths: lengths, limit: options.maxLength, unit: "tokens")
    section.cut = (
      Double(lengths.count { $0 > options.maxLength }) / Double(max(1, lengths.count)), options.longText.rawValue
    )
    let texts = data.training.map(\.text)
    section.shared = parts.dropFirst().map {
      .init($0.0, NearDuplicates(training: texts, held: $0.1.map(\.text)))
    }
    return section
  }
}
