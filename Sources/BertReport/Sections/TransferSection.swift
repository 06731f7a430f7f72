import BertData

/// What an adaptation to another domain brought.
package struct TransferSection: ReportSection {
  package let anchor = "transfer"
  package let title = "Other domain"
  /// The verdict first, then what it rests on.
  package var sentences: [String]
  /// The accuracy there by the source alone and adapted, 0 ... 1.
  package var source: Double
  package var adapted: Double

  package init(sentences: [String], source: Double, adapted: Double) {
    self.sentences = sentences
    self.source = source
    self.adapted = adapted
  }

  package var body: Markup {
    var table = DataTable(["Classifier", "Accuracy on the other domain"])
    for (name, value) in [("learnt from the source alone", source), ("adapted, this classifier", adapted)] {
      table.rows.append([.text(name), .bar(value, Figures.fixed(value, 4))])
    }
    let paragraphs: [Markup] = sentences.enumerated().map {
      $0.offset == 0 ? "<p>\($0.element)</p>" : "<p class=\"note\">\($0.element)</p>"
    }
    return Markup(joining: paragraphs + [table.markup])
  }
}
