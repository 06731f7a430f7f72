package import BertData

/// The figures first looked at, and those of simpler models beside them.
package struct SummarySection: ReportSection {
  /// The figures of one classifier on the same rows.
  package struct Judged: Sendable {
    package var name: String
    package var metrics: ClassificationMetrics

    package init(_ name: String, _ metrics: ClassificationMetrics) {
      self.name = name
      self.metrics = metrics
    }
  }

  package let anchor = "summary"
  package let title = "Result"
  /// Which rows were judged, as `371 validation rows`.
  package var rows: String
  /// The classifier; nil where nothing was held out.
  package var classifier: Judged?
  /// The ends of the accuracy's 95 % interval.
  package var accuracyInterval: (low: Double, high: Double)?
  /// Others to compare with.
  package var others: [Judged] = []
  /// Things a person should know.
  package var notes: [String] = []

  package init(rows: String, classifier: Judged?) {
    self.rows = rows
    self.classifier = classifier
  }

  package var body: Markup {
    var pieces: [Markup] = []
    if let metrics = classifier?.metrics {
      let range = accuracyInterval.map { "95 %: \(Figures.fixed($0.low, 3)) to \(Figures.fixed($0.high, 3))" }
      pieces.append(
        """
        <div class="cards">\([
          Self.card("Accuracy", Figures.fixed(metrics.accuracy, 4), range ?? "of \(rows)"),
          Self.card("Macro F1", Figures.fixed(metrics.macroF1, 4), "mean over \(metrics.labels.count) labels"),
          Self.card("Log loss", Figures.fixed(metrics.logLoss, 4), "lower is better"),
          Self.card("Calibration error", Figures.fixed(metrics.calibrationError, 4), "0 is perfect"),
        ])</div>
        <p class="note">Judged on \(rows).</p>
        """)
    } else {
      pieces.append("<p>No rows were held out, so nothing can be said of how good the classifier is.</p>")
    }
    if let classifier, !others.isEmpty {
      var table = DataTable(["Classifier", "Accuracy", "Macro F1", "Log loss"])
      for one in [classifier] + others {
        table.rows.append([
          .text(one.name), .bar(one.metrics.accuracy, Figures.fixed(one.metrics.accuracy, 4)),
          .bar(one.metrics.macroF1, Figures.fixed(one.metrics.macroF1, 4)),
          .number(Figures.fixed(one.metrics.logLoss, 4)),
        ])
      }
      pieces.append(table.markup)
    }
    pieces += notes.map { "<p class=\"note\">\(Excerpt.cut($0, to: 1000))</p>" }
    return Markup(joining: pieces)
  }

  private static func card(_ name: String, _ value: String, _ note: String) -> Markup {
    "<div class=\"card\"><span>\(name)</span><b>\(value)</b><span>\(note)</span></div>"
  }
}
