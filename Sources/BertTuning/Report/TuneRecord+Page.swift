import BertData
package import BertReport
import Foundation

extension TuneRecord {
  /// The search as a page.
  ///
  /// - Parameters:
  ///   - title: its heading.
  ///   - command: the command as it was typed.
  package func page(title: String, command: String?) -> ReportPage {
    ReportPage(
      title: title,
      lead: "\(Figures.count(trials.count, "setting")) judged on parts of \(Figures.count(setup.trainingRows, "row")), "
        + "each without learning from the part that judged it.",
      sections: [
        SettingsSection(
          metric: metric, sentences: sentences,
          trials: ranked.map {
            .init(
              number: $0.number, setting: $0.setting.title,
              method: $0.setting.takesSteps ? $0.setting.method.rawValue : nil, rate: $0.learningRate, score: $0.score,
              standardError: $0.standardError,
              figure: $0.figure, rows: $0.rows, seconds: $0.seconds,
              outcome: $0.reason ?? $0.outcome.rawValue, command: $0.command)
          }),
        RunSection(
          command: command, facts: facts, options: RunReport.settings(setup.options)),
      ])
  }

  /// The decision, the figures of its bundle, and the remarks.
  package var sentences: [String] {
    var sentences: [String] = []
    if let taken, let reason { sentences.append("Trial \(taken.number) is taken, \(taken.setting.title): \(reason).") }
    if let final {
      func figure(_ metrics: TaskMetrics?, _ rows: String) -> String? {
        metrics?.value(for: metric).map { "\(metric.title) \(Figures.fixed($0, 4)) on \(rows)" }
      }
      let figures = [
        figure(final.validation, setup.validationRows > 0 ? "the validation rows" : "rows held in cross-validation"),
        figure(final.test, "the test rows"),
      ].compactMap { $0 }
      if !figures.isEmpty {
        sentences.append("The bundle of all training rows has \(figures.joined(separator: ", ")).")
      }
    }
    return sentences + remarks
  }

  private var facts: [RunSection.Setting] {
    var facts = [
      RunSection.Setting("Program", createdWith),
      .init("System", ProcessInfo.processInfo.operatingSystemVersionString),
      .init(
        "Rows",
        "\(setup.trainingRows) for training, \(setup.validationRows) for validation, \(setup.testRows) for the test"),
      .init("Rows, SHA-256", setup.contentSha256),
      .init("Parts of each rung", rungs.map { "\($0) of \(truth.count)" }.joined(separator: ", ")),
      .init("Search", Figures.duration(seconds)),
    ]
    if let encoder = setup.encoder { facts.append(.init("Encoder", encoder)) }
    if let limit = setup.timeLimit { facts.append(.init("Time limit", Figures.duration(limit))) }
    return facts
  }
}
