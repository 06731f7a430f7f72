import BertData

/// The trials that decided on a method.
package struct SelectionSection: ReportSection {
  /// A method and the result of its trial.
  package struct Trial: Sendable {
    package var method: String
    /// 0 ... 1; nil where it was not tried.
    package var accuracy: Double?
    /// The accuracy with its standard error.
    package var figure: String?
    package var rows: Int
    package var seconds: Double
    package var expectedSeconds: Double
    package var reason: String

    package init(
      method: String, accuracy: Double?, figure: String?, rows: Int, seconds: Double, expectedSeconds: Double,
      reason: String
    ) {
      self.method = method
      self.accuracy = accuracy
      self.figure = figure
      self.rows = rows
      self.seconds = seconds
      self.expectedSeconds = expectedSeconds
      self.reason = reason
    }
  }

  package let anchor = "selection"
  package let title = "Methods tried"
  /// The decision first, then its reasons.
  package var sentences: [String]
  package var trials: [Trial]

  package init(sentences: [String], trials: [Trial]) {
    self.sentences = sentences
    self.trials = trials
  }

  package var body: Markup {
    var table = DataTable(["Method", "Accuracy on held rows", "Rows", "Time", "Forecast", "Why"])
    for trial in trials {
      let accuracy: DataTable.Cell =
        if let accuracy = trial.accuracy, let figure = trial.figure { .bar(accuracy, figure) } else {
          .text("not tried")
        }
      table.rows.append([
        .text(trial.method), accuracy, .text(Figures.count(trial.rows)), .text(Figures.duration(trial.seconds)),
        .text(Figures.duration(trial.expectedSeconds)), .text(trial.reason),
      ])
    }
    let paragraphs: [Markup] = sentences.enumerated().map {
      $0.offset == 0 ? "<p>\($0.element)</p>" : "<p class=\"note\">\($0.element)</p>"
    }
    return Markup(joining: paragraphs + (trials.isEmpty ? [] : [table.markup]))
  }
}
