package import BertData

/// The most important figures, and those of simpler models for comparison.
package struct SummarySection: ReportSection {
  /// The figures of one classifier on the same rows.
  package struct Judged: Sendable {
    package var name: String
    package var metrics: TaskMetrics

    package init(_ name: String, _ metrics: TaskMetrics) {
      self.name = name
      self.metrics = metrics
    }
  }

  package let anchor = "summary"
  package let title = "Result"
  /// Which rows were judged, such as `371 validation rows`.
  package var rows: String
  /// The classifier; nil where nothing was held out.
  package var classifier: Judged?
  /// The ends of the 95 % interval of the accuracy, or of the F1 of entities.
  package var interval: (low: Double, high: Double)?
  /// Other classifiers to compare with.
  package var others: [Judged] = []
  /// What a user should know.
  package var notes: [String] = []

  package init(rows: String, classifier: Judged?) {
    self.rows = rows
    self.classifier = classifier
  }

  package var body: Markup {
    var pieces: [Markup] = []
    if let metrics = classifier?.metrics {
      let range = interval.map { "95 %: \(Figures.fixed($0.low, 3)) to \(Figures.fixed($0.high, 3))" }
      pieces.append(
        """
        <div class="cards">\(cards(metrics, range))</div>
        <p class="note">Judged on \(rows).</p>
        """)
    } else {
      pieces.append("<p>No rows were held out, so it is not known how good the classifier is.</p>")
    }
    if let classifier, !others.isEmpty {
      var table = DataTable(["Classifier"] + classifier.metrics.headline.map { $0.metric.heading })
      for one in [classifier] + others {
        table.rows.append(
          [.text(one.name)]
            + one.metrics.headline.map { metric, value in
              guard let value else { return .number("–") }
              return metric.isShare ? .bar(value, Figures.fixed(value, 4)) : .number(Figures.fixed(value, 4))
            })
      }
      pieces.append(table.markup)
    }
    pieces += notes.map { "<p class=\"note\">\(Excerpt.cut($0, to: 1000))</p>" }
    return Markup(joining: pieces)
  }

  /// The most important figures.
  private func cards(_ metrics: TaskMetrics, _ range: String?) -> [Markup] {
    switch metrics {
    case .singleLabel(let metrics):
      [
        Self.card("Accuracy", Figures.fixed(metrics.accuracy, 4), range ?? "of \(rows)"),
        Self.card("Macro F1", Figures.fixed(metrics.macroF1, 4), "mean over \(metrics.labels.count) labels"),
        Self.card("Log loss", Figures.fixed(metrics.logLoss, 4), "lower is better"),
        Self.card("Calibration error", Figures.fixed(metrics.calibrationError, 4), "0 is perfect"),
      ]
    case .multiLabel(let metrics):
      [
        Self.card("Micro F1", Figures.fixed(metrics.microF1, 4), "over all pairs of a text and a label"),
        Self.card("Macro F1", Figures.fixed(metrics.macroF1, 4), "mean over \(metrics.labels.count) labels"),
        Self.card("Samples F1", Figures.fixed(metrics.samplesF1, 4), "mean over the texts"),
        Self.card("Subset accuracy", Figures.fixed(metrics.subsetAccuracy, 4), "all labels of a text right"),
      ]
    case .regression(let metrics):
      [
        Self.card("MAE", Figures.fixed(metrics.mae, 4), "mean absolute error"),
        Self.card("MSE", Figures.fixed(metrics.mse, 4), "mean squared error"),
        Self.card("R²", Self.shown(metrics.r2), "1 is perfect, 0 the mean"),
        Self.card("Pearson", Self.shown(metrics.pearson), "Spearman \(Self.shown(metrics.spearman))"),
      ]
    case .several(let metrics):
      [Self.card("Mean of the tasks", Self.shown(metrics.mean), "macro F1 of labels, R² of numbers")]
        + metrics.questions.map { figures in
          Self.card(
            Excerpt.label(figures.question), Figures.fixed(figures.metrics.comparable, 4),
            "\(figures.metrics.problem == .regression ? "R²" : "macro F1") on \(Figures.count(figures.metrics.rows, "row"))"
          )
        }
    case .entities(let metrics):
      [
        Self.card(
          "F1", Figures.fixed(metrics.f1, 4),
          "of \(Figures.count(metrics.support)) entities" + (range.map { ", \($0)" } ?? "")),
        Self.card("Precision", Figures.fixed(metrics.precision, 4), "share of the found entities that are right"),
        Self.card("Recall", Figures.fixed(metrics.recall, 4), "share of the true entities that are found"),
        Self.card("Macro F1", Figures.fixed(metrics.macroF1, 4), "mean over \(metrics.labels.count) labels"),
      ]
    }
  }

  private static func shown(_ value: Double?) -> String { value.map { Figures.fixed($0, 4) } ?? "–" }

  private static func card(_ name: String, _ value: String, _ note: String) -> Markup {
    "<div class=\"card\"><span>\(name)</span><b>\(value)</b><span>\(note)</span></div>"
  }
}
