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
    let metrics = outcome.test ?? outcome.validation
    var summary = SummarySection(entitiesOf: outcome, interval: interval)
    if outcome.test == nil, outcome.folds == nil, metrics != nil, outcome.epochs.count > 1 {
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

  /// The rows of the run, and the lengths of the training texts.
  private var dataSection: DataSection {
    var section = DataSection(entitiesOf: job.data)
    let lengths = training.encoded.map { $0.windows.first?.untruncatedCount ?? 0 }
    section.lengths = LengthHistogram(lengths: lengths, limit: options.maxLength, unit: "tokens")
    section.cut = (
      Double(lengths.count { $0 > options.maxLength }) / Double(max(1, lengths.count)), options.longText.rawValue
    )
    return section
  }
}

extension SummarySection {
  /// The figures of entities on the test rows, or else on the validation rows.
  ///
  /// - Parameter interval: The 95 % interval of F1 there; nil where there are none.
  init(entitiesOf outcome: TrainingOutcome, interval: (low: Double, high: Double)?) {
    let part = outcome.test == nil ? outcome.validationName : "test", metrics = outcome.test ?? outcome.validation
    self.init(
      rows: metrics.map { "\(Figures.count($0.rows)) \(part) rows" } ?? "",
      classifier: metrics.map { .init("this classifier", $0) })
    self.interval = interval
    if outcome.test != nil, let validation = outcome.validation {
      others.append(.init("this classifier on the \(outcome.validationName) rows", validation))
    }
    if outcome.test == nil, let folds = outcome.folds { notes.append(RunReport.foldsNote(folds)) }
  }
}

extension DataSection {
  /// The entities of each part by label, and texts that parts share.
  init(entitiesOf data: TokenTrainingData) {
    let parts = [("training", data.training), ("validation", data.validation), ("test", data.test)]
      .filter { !$0.1.isEmpty }
    self.init(
      labels: data.labels,
      parts: parts.map { name, rows in
        let counts = Dictionary(uniqueKeysWithValues: TokenTrainingData.counts(rows).map { ($0.label, $0.entities) })
        return .init(name, counts: data.labels.map { counts[$0] ?? 0 })
      })
    counted = "entities"
    let texts = data.training.map(\.text)
    shared = parts.dropFirst().map {
      .init($0.0, NearDuplicates(training: texts, held: $0.1.map(\.text)))
    }
  }
}
