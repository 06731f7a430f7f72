package import BertData

/// The settings that a hyperparameter search tried, and the one that it chose.
package struct SettingsSection: ReportSection {
  /// A setting and its result.
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
    /// The method, where it is trained in steps.
    package var method: String?
    /// The peak learning rate, where it is trained in steps.
    package var rate: Double?

    package init(
      number: Int, setting: String, method: String? = nil, rate: Double? = nil, score: Double?, standardError: Double?,
      figure: String?, rows: Int, seconds: Double, outcome: String, command: String?
    ) {
      self.number = number
      self.setting = setting
      self.method = method
      self.rate = rate
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
  /// The decision first, then notes.
  package var sentences: [String]
  /// The best first.
  package var trials: [Trial]

  package init(metric: Metric, sentences: [String], trials: [Trial]) {
    self.metric = metric
    self.sentences = sentences
    self.trials = trials
  }

  /// The number of settings, the best ones, whose figures are drawn.
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

  /// The fewest different rates that are drawn.
  private static let fewestRates = 3

  /// The figures by the peak learning rate, with different markers for each method; nil where too few rates were
  /// judged.
  package var rateChart: LineChart? {
    var points: [(method: String, rate: Double, score: Double)] = []
    for trial in trials {
      guard let method = trial.method, let rate = trial.rate, let score = trial.score, rate > 0, score.isFinite else {
        continue
      }
      points.append((method, rate, score))
    }
    guard Set(points.map(\.rate)).count >= Self.fewestRates else { return nil }
    let methods = points.map(\.method).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.sorted()
    var chart = LineChart(
      title: "\(metric.heading) on held rows, by the peak learning rate", axis: "peak learning rate",
      series: methods.map { method in
        .init(method, points.filter { $0.method == method }.sorted { $0.rate < $1.rate }.map { ($0.rate, $0.score) })
      })
    chart.isLogarithmic = true
    // The settings differ in more than the rate.
    chart.joinsPoints = false
    chart.written = Figures.short
    return chart
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
    return Markup(joining: paragraphs + [chart?.markup ?? "", rateChart?.markup ?? "", table.markup, repeats])
  }
}
