package import BertData

/// Loss and metrics by epoch.
package struct CurvesSection: ReportSection {
  /// What an epoch gave.
  package struct Epoch: Sendable {
    /// From 1.
    package var number: Int
    package var trainingLoss: Double
    package var validation: ClassificationMetrics?

    package init(number: Int, trainingLoss: Double, validation: ClassificationMetrics?) {
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

  /// Curves only where there are two points to join.
  package var charts: [LineChart] {
    guard epochs.count > 1 else { return [] }
    func points(_ value: (Epoch) -> Double?) -> [(x: Double, y: Double)] {
      epochs.compactMap { epoch in value(epoch).map { (Double(epoch.number), $0) } }
    }
    var charts = [
      LineChart(
        title: "Loss", axis: "epoch",
        series: [
          LineChart.Series("training", points(\.trainingLoss)),
          LineChart.Series("validation", points { $0.validation?.logLoss }),
        ]),
      LineChart(
        title: "Validation metrics", axis: "epoch",
        series: [
          LineChart.Series("accuracy", points { $0.validation?.accuracy }),
          LineChart.Series("macro F1", points { $0.validation?.macroF1 }),
        ]),
    ]
    charts.removeAll { $0.series.isEmpty }
    for index in charts.indices where epochs.contains(where: { $0.validation != nil }) {
      charts[index].mark = (Double(best), "kept")
    }
    return charts
  }

  package var body: Markup {
    var table = DataTable(["Epoch", "Training loss", "Validation loss", "Accuracy", "Macro F1"])
    for epoch in epochs {
      func figure(_ value: Double?) -> DataTable.Cell { .number(value.map { Figures.fixed($0, 4) } ?? "–") }
      table.rows.append([
        .text("\(epoch.number)\(epoch.number == best && epochs.count > 1 ? ", kept" : "")"), figure(epoch.trainingLoss),
        figure(epoch.validation?.logLoss), figure(epoch.validation?.accuracy), figure(epoch.validation?.macroF1),
      ])
    }
    let charts = charts
    if charts.isEmpty { return table.markup }
    return """
      <div class="pair">\(charts.map(\.markup))</div>
      <details><summary>The figures</summary>\(table.markup)</details>
      """
  }
}
