package import BertData

/// The figures of several questions, each by its problem.
package struct QuestionsSection: ReportSection {
  package let anchor = "tasks"
  package let title = "Tasks"
  package var metrics: QuestionMetrics

  package init(metrics: QuestionMetrics) { self.metrics = metrics }

  package var body: Markup {
    Markup(
      joining: metrics.questions.map { figures in
        "<h3>\(Excerpt.label(figures.question))</h3>\(headline(figures.metrics))\(details(figures.metrics))"
      })
  }

  private func headline(_ metrics: TaskMetrics) -> Markup {
    let figures = metrics.headline.map { metric, value in
      "\(metric.heading) \(value.map { Figures.fixed($0, 4) } ?? "–")"
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
