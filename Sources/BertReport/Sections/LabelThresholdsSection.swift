package import BertData

/// How well each label is found where a text may have several, and the score from which it holds.
package struct LabelThresholdsSection: ReportSection {
  package let anchor = "labels"
  package let title = "Labels"
  package var metrics: MultiLabelMetrics

  package init(metrics: MultiLabelMetrics) { self.metrics = metrics }

  package var body: Markup {
    var table = DataTable(["Label", "Holds from", "Precision", "Recall", "F1", "AUROC", "Average precision", "Rows"])
    for label in metrics.labels {
      func bar(_ value: Double?) -> DataTable.Cell { value.map { .bar($0, Figures.fixed($0, 3)) } ?? .number("–") }
      table.rows.append([
        .text(Excerpt.label(label.name)), .number(Figures.fixed(label.threshold, 3)), bar(label.figures.precision),
        bar(label.figures.recall), bar(label.figures.f1), bar(label.areaUnderROC), bar(label.averagePrecision),
        .number(Figures.count(label.figures.support)),
      ])
    }
    return """
      \(table.markup)
      <p class="note">A label holds for a text whose score for it reaches the threshold. AUROC and average precision do \
      not depend on the threshold; – where they are not defined on these rows.</p>
      """
  }
}
