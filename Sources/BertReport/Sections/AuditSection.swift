import BertData

/// The number of findings in labelled rows, by part of the data, and the labels that are mixed up.
package struct AuditSection: ReportSection {
  /// A part of the data.
  package struct Part: Sendable {
    package var name: String
    package var rows: Int
    /// The number of findings of each kind, in the order of the kinds.
    package var counts: [Int]
    /// The accuracy of a model on rows that it was not trained on, on all rows and on those without a twin; nil where
    /// no row was judged.
    package var accuracy, withoutTwins: Double?

    package init(name: String, rows: Int, counts: [Int], accuracy: Double?, withoutTwins: Double?) {
      self.name = name
      self.rows = rows
      self.counts = counts
      self.accuracy = accuracy
      self.withoutTwins = withoutTwins
    }
  }

  /// Two labels that are mixed up.
  package struct Overlap: Sendable {
    package var first, second: String
    package var rows: Int
    /// The mixed-up rows as a share of the rows that have one of the two labels.
    package var share: Double

    package init(first: String, second: String, rows: Int, share: Double) {
      self.first = first
      self.second = second
      self.rows = rows
      self.share = share
    }
  }

  package let anchor = "summary"
  package let title = "Result"
  /// The names of the kinds.
  package var kinds: [String]
  package var parts: [Part]
  /// Labels that are mixed up, those with the most rows first.
  package var overlaps: [Overlap]
  /// What a user should know.
  package var notes: [String]

  package init(kinds: [String], parts: [Part], overlaps: [Overlap], notes: [String]) {
    self.kinds = kinds
    self.parts = parts
    self.overlaps = overlaps
    self.notes = notes
  }

  package var body: Markup {
    let totals = kinds.indices.map { kind in parts.reduce(0) { $0 + $1.counts[kind] } }
    let cards = zip(kinds, totals).map { name, total -> Markup in
      "<div class=\"card\"><span>\(name)</span><b>\(Figures.count(total))</b></div>"
    }
    var table = DataTable(["Part", "Rows"] + kinds + ["Accuracy", "Without twins"])
    func shown(_ value: Double?) -> DataTable.Cell { .number(value.map { Figures.fixed($0, 4) } ?? "–") }
    for part in parts {
      table.rows.append(
        [.text(part.name), .number(Figures.count(part.rows))] + part.counts.map { .number(Figures.count($0)) }
          + [shown(part.accuracy), shown(part.withoutTwins)])
    }
    return """
      <div class="cards">\(cards)</div>
      \(table.markup)
      \(notes.map { "<p class=\"note\">\(Excerpt.cut($0, to: 1000))</p>" as Markup })
      <h3>Labels that overlap</h3>
      \(overlapping)
      """
  }

  private var overlapping: Markup {
    guard !overlaps.isEmpty else { return "<p>No two labels are mixed up.</p>" }
    var table = DataTable(["Labels", "Rows mixed up", "Of the rows with either"])
    for overlap in overlaps {
      table.rows.append([
        .text("\(Excerpt.label(overlap.first)) and \(Excerpt.label(overlap.second))"),
        .number(Figures.count(overlap.rows)), .bar(overlap.share, Figures.percent(overlap.share)),
      ])
    }
    return """
      <p class="note">Rows with one of two labels that, as the model is confident, have the other. Where there are many, \
      define the labels more clearly, or merge them.</p>
      \(table.markup)
      """
  }
}
