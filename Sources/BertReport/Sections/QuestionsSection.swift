package import BertData

/// The figures of several questions, each by its problem.
package struct QuestionsSection: ReportSection {
  package let anchor = "tasks"
  package let title = "Tasks"
  package var metrics: QuestionMetrics
  /// The ends of the 95 % interval of each question's accuracy, in their order; nil for a question that does not have
  /// one label per text.
  package var intervals: [(low: Double, high: Double)?]

  package init(metrics: QuestionMetrics, intervals: [(low: Double, high: Double)?]) {
    self.metrics = metrics
    self.intervals = intervals
  }

  package var body: Markup {
    Markup(
      joining: zip(metrics.questions, intervals).map { figures, interval in
        "<h3>\(Excerpt.label(figures.question))</h3>\(headline(figures.metrics, interval))\(details(figures.metrics))"
      })
  }

  private func headline(_ metrics: TaskMetrics, _ interval: (low: Double, high: Double)?) -> Markup {
    let figures = metrics.headline.map { metric, value in
      let range = metric == .accuracy ? interval : nil
      return "\(metric.heading) \(value.map { Figures.fixed($0, 4) } ?? "–")"
        + (range.map { " (95 %: \(Figures.fixed($0.low, 3)) to \(Figures.fixed($0.high, 3)))" } ?? "")
    }
    return "<p>\(Figures.count(metrics.rows, "row")): \(figures.joined(separator: ", "))</p>"
  }

  private func details(_ metrics: TaskMetrics) -> Markup {
    switch metrics {
    case .singleLabel(let metrics): LabelsSection(metrics: metrics).body
    case .multiLabel(let metrics): LabelThresholdsSection(metrics: metrics).body
    case .entities(let metrics): EntitiesSection(metrics: metrics).body
    case .regression, .several: ""
    }
  }
}
