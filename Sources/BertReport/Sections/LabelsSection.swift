package import BertData

/// How well each label is found, and which labels are confused.
package struct LabelsSection: ReportSection {
  package let anchor = "labels"
  package let title = "Labels"
  package var metrics: ClassificationMetrics

  package init(metrics: ClassificationMetrics) { self.metrics = metrics }

  /// With more labels the matrix is too large to be read, and only the most frequent confusions are listed.
  static let largestMatrix = 30

  /// The most frequent confusions: true label, predicted label, rows; most rows first, then in the order of the labels.
  package var confusions: [(truth: Int, predicted: Int, rows: Int)] {
    var found: [(truth: Int, predicted: Int, rows: Int)] = []
    for (truth, row) in metrics.confusionMatrix.enumerated() {
      for (predicted, rows) in row.enumerated() where rows > 0 && predicted != truth {
        found.append((truth, predicted, rows))
      }
    }
    return found.sorted { ($1.rows, $0.truth, $0.predicted) < ($0.rows, $1.truth, $1.predicted) }
  }

  package var body: Markup {
    var table = DataTable(["Label", "Precision", "Recall", "F1", "Rows"])
    for (label, figures) in zip(metrics.labels, metrics.perClass) {
      func bar(_ value: Double) -> DataTable.Cell { .bar(value, Figures.fixed(value, 3)) }
      table.rows.append([
        .text(Excerpt.label(label)), bar(figures.precision), bar(figures.recall), bar(figures.f1),
        .number(Figures.count(figures.support)),
      ])
    }
    var pieces = [table.markup]
    if metrics.labels.count <= Self.largestMatrix { pieces.append(matrix) }
    if metrics.labels.count > 3, !confusions.isEmpty { pieces.append(list) }
    return Markup(joining: pieces)
  }

  private var matrix: Markup {
    let labels = metrics.labels.map(Excerpt.label)
    let isTurned = labels.count > 8 || labels.contains { $0.unicodeScalars.count > 10 }
    let isDense = labels.count > 12
    let rows = zip(labels, metrics.confusionMatrix).enumerated().map { truth, pair -> Markup in
      let (label, counts) = pair
      let all = max(1, counts.reduce(0, +))
      let cells = counts.enumerated().map { predicted, count -> Markup in
        let share = Double(count) / Double(all)
        return """
          <td\(predicted == truth ? " class=\"hit\"" as Markup : "") style="--v:\(Figures.fixed(share, 3))" \
          title="\(label) → \(labels[predicted]): \(Figures.percent(share))">\
          \(isDense && count == 0 ? "" : Figures.count(count))</td>
          """
      }
      return "<tr><th scope=\"row\"><bdi>\(label)</bdi></th>\(cells)</tr>"
    }
    return """
      <h3>Confusion matrix</h3>
      <p class="note">Rows are the true labels, columns the predicted ones; colour by the share of the row.</p>
      <div class="scroll" tabindex="0"><table class="matrix\(isDense ? " dense" : "")"><thead><tr><td \
      style="background:none"></td>\(labels.map {
        "<th scope=\"col\"\(isTurned ? " class=\"turned\"" as Markup : "")><span><bdi>\($0)</bdi></span></th>" as Markup
      })</tr></thead><tbody>
      \(rows)
      </tbody></table></div>
      """
  }

  private var list: Markup {
    var table = DataTable(["True label", "Predicted", "Rows", "Of the label's rows"])
    for confusion in confusions.prefix(15) {
      let all = max(1, metrics.confusionMatrix[confusion.truth].reduce(0, +))
      let share = Double(confusion.rows) / Double(all)
      table.rows.append([
        .text(Excerpt.label(metrics.labels[confusion.truth])),
        .text(Excerpt.label(metrics.labels[confusion.predicted])),
        .number(Figures.count(confusion.rows)), .bar(share, Figures.percent(share)),
      ])
    }
    return "<h3>Most frequent confusions</h3>\(table.markup)"
  }
}
