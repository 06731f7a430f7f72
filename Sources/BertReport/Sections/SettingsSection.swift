package import BertData

/// The settings that a search tried, and which one it took.
package struct SettingsSection: ReportSection {
  /// A setting and what came of it.
  package struct Trial: Sendable {
    package var number: Int
    package var setting: String
    /// 0 ... 1; nil where it was not judged.
    package var score: Double?
    package var standardError: Double?
    /// The figure with its standard error.
    package var figure: String?
    package var rows: Int
    package var seconds: Double
    package var outcome: String
    package var command: String?

    package init(
      number: Int, setting: String, score: Double?, standardError: Double?, figure: String?, rows: Int,
      seconds: Double, outcome: String, command: String?
    ) {
      self.number = number
      self.setting = setting
      self.score = score
      self.standardError = standardError
      self.figure = figure
      self.rows = rows
      self.seconds = seconds
      self.outcome = outcome
      self.command = command
    }
  }

  package let anchor = "settings"
  package let title = "Settings tried"
  package var metric: Metric
  /// The decision first, then what else there is to say.
  package var sentences: [String]
  /// The best first.
  package var trials: [Trial]

  package init(metric: Metric, sentences: [String], trials: [Trial]) {
    self.metric = metric
    self.sentences = sentences
    self.trials = trials
  }

  /// The settings whose figures are drawn, the best ones.
  private static let drawn = 12

  /// The figures with one standard error on either side; nil where there is none to be drawn.
  package var chart: IntervalChart? {
    let rows = trials.prefix(Self.drawn).compactMap { trial -> IntervalChart.Row? in
      guard let score = trial.score, let error = trial.standardError, error.isFinite else { return nil }
      return .init(
        name: "\(trial.number) \(trial.setting)", value: score, low: max(0, score - error), high: min(1, score + error))
    }
    return rows.isEmpty
      ? nil : IntervalChart(title: "\(metric.heading) on held rows, with one standard error", rows: rows)
  }

  package var body: Markup {
    var table = DataTable(["Trial", "Setting", "\(metric.heading) on held rows", "Rows", "Time", "Outcome"])
    for trial in trials {
      table.rows.append([
        .text("\(trial.number)"), .text(trial.setting), .text(trial.figure ?? "not judged"),
        .text(Figures.count(trial.rows)),
        .text(Figures.duration(trial.seconds)), .text(trial.outcome),
      ])
    }
    var commands = DataTable(["Trial", "Command"])
    for trial in trials {
      guard let command = trial.command else { continue }
      commands.rows.append([.text("\(trial.number)"), .text(Excerpt.cut(command, to: 2000))])
    }
    let paragraphs: [Markup] = sentences.enumerated().map {
      $0.offset == 0 ? "<p>\($0.element)</p>" : "<p class=\"note\">\($0.element)</p>"
    }
    let repeats: Markup =
      commands.rows.isEmpty ? "" : "<details><summary>Commands</summary>\(commands.markup)</details>"
    return Markup(joining: paragraphs + [chart?.markup ?? "", table.markup, repeats])
  }
}
