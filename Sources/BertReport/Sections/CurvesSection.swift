package import BertData

/// Loss and metrics by epoch.
package struct CurvesSection: ReportSection {
  /// The loss and the metrics of an epoch.
  package struct Epoch: Sendable {
    /// From 1.
    package var number: Int
    package var trainingLoss: Double
    package var validation: TaskMetrics?

    package init(number: Int, trainingLoss: Double, validation: TaskMetrics?) {
      self.number = number
      self.trainingLoss = trainingLoss
      self.validation = validation
    }
  }

  package let anchor = "curves"
  package let title = "Training"
  package var epochs: [Epoch]
  /// The epoch whose weights were kept.
  package var best: Int

  package init(epochs: [Epoch], best: Int) {
    self.epochs = epochs
    self.best = best
  }

  /// The metrics of the validation rows that are shown.
  private var figures: [Metric] {
    epochs.lazy.compactMap(\.validation).first?.headline.map(\.metric) ?? [.logLoss, .accuracy, .macroF1]
  }

  /// The curves, where there are at least two epochs.
  package var charts: [LineChart] {
    guard epochs.count > 1 else { return [] }
    func points(_ value: (Epoch) -> Double?) -> [(x: Double, y: Double)] {
      epochs.compactMap { epoch in value(epoch).map { (Double(epoch.number), $0) } }
    }
    func series(_ metric: Metric, named name: String? = nil) -> LineChart.Series {
      LineChart.Series(name ?? metric.title, points { $0.validation?.value(for: metric) })
    }
    var charts = [
      LineChart(
        title: "Loss", axis: "epoch",
        series: [
          LineChart.Series("training", points(\.trainingLoss)),
          series(figures.contains(.logLoss) ? .logLoss : .mse, named: "validation"),
        ].filter { !$0.points.isEmpty }),
      LineChart(
        title: "Validation metrics", axis: "epoch",
        series: figures.filter { $0 != .logLoss && $0 != .mae }.map { series($0) }),
    ]
    charts.removeAll { $0.series.isEmpty }
    for index in charts.indices where epochs.contains(where: { $0.validation != nil }) {
      charts[index].mark = (Double(best), "kept")
    }
    return charts
  }

  package var body: Markup {
    let shown = figures.contains(.logLoss) ? [.logLoss] + figures.filter { $0 != .logLoss } : figures
    var table = DataTable(
      ["Epoch", "Training loss"] + shown.map { $0 == .logLoss ? "Validation loss" : $0.heading })
    for epoch in epochs {
      func figure(_ value: Double?) -> DataTable.Cell { .number(value.map { Figures.fixed($0, 4) } ?? "–") }
      table.rows.append(
        [
          .text("\(epoch.number)\(epoch.number == best && epochs.count > 1 ? ", kept" : "")"),
          figure(epoch.trainingLoss),
        ]
          + shown.map { figure(epoch.validation?.value(for: $0)) })
    }
    let charts = charts
    if charts.isEmpty { return table.markup }
    return """
      <div class="pair">\(charts.map(\.markup))</div>
      <details><summary>The figures</summary>\(table.markup)</details>
      """
  }
}
