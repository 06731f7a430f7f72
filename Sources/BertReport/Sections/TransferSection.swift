import BertData

/// What an adaptation to another domain gained.
package struct TransferSection: ReportSection {
  package let anchor = "transfer"
  package let title = "Other domain"
  /// The verdict first, then its reasons.
  package var sentences: [String]
  /// The accuracy on the other domain of a classifier that is trained on the source only, 0 ... 1.
  package var source: Double
  /// The accuracy on the other domain of the adapted classifier, 0 ... 1.
  package var adapted: Double

  package init(sentences: [String], source: Double, adapted: Double) {
    self.sentences = sentences
    self.source = source
    self.adapted = adapted
  }

  package var body: Markup {
    var table = DataTable(["Classifier", "Accuracy on the other domain"])
    for (name, value) in [("trained on the source only", source), ("adapted (this classifier)", adapted)] {
      table.rows.append([.text(name), .bar(value, Figures.fixed(value, 4))])
    }
    let paragraphs: [Markup] = sentences.enumerated().map {
      $0.offset == 0 ? "<p>\($0.element)</p>" : "<p class=\"note\">\($0.element)</p>"
    }
    return Markup(joining: paragraphs + [table.markup])
  }
}
