package import BertData

/// How well the entities of each label are found.
package struct EntitiesSection: ReportSection {
  package let anchor = "labels"
  package let title = "Entities"
  package var metrics: EntityMetrics

  package init(metrics: EntityMetrics) { self.metrics = metrics }

  package var body: Markup {
    var table = DataTable(["Label", "Precision", "Recall", "F1", "Entities"])
    for (label, figures) in zip(metrics.labels, metrics.perLabel) {
      func bar(_ value: Double) -> DataTable.Cell { .bar(value, Figures.fixed(value, 3)) }
      table.rows.append([
        .text(Excerpt.label(label)), bar(figures.precision), bar(figures.recall), bar(figures.f1),
        .number(Figures.count(figures.support)),
      ])
    }
    return """
      \(table.markup)
      <p class="note">An entity counts as found where label, start and end are right.</p>
      """
  }
}
