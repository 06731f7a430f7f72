package import BertData

/// The training data: labels, lengths, and rows that the parts share.
package struct DataSection: ReportSection {
  /// One part of the data: its rows by label.
  package struct Part: Sendable {
    package var name: String
    /// The rows of each label, in the order of the labels.
    package var counts: [Int]
    /// All rows; they are not the sum of `counts` where a text may have several labels.
    package var rows: Int

    package init(_ name: String, counts: [Int], rows: Int? = nil) {
      self.name = name
      self.counts = counts
      self.rows = rows ?? counts.reduce(0, +)
    }
  }

  /// The near-duplicates of training texts in one held-out part.
  package struct Shared: Sendable {
    package var name: String
    package var duplicates: NearDuplicates

    package init(_ name: String, _ duplicates: NearDuplicates) {
      self.name = name
      self.duplicates = duplicates
    }
  }

  package let anchor = "data"
  package let title = "Data"
  package var labels: [String]
  /// What is counted, where it is not rows.
  package var counted: String?
  /// The parts of the data, the training rows first.
  package var parts: [Part]
  package var lengths: LengthHistogram?
  /// The share of the training texts that are longer than the limit, and how these are shortened.
  package var cut: (share: Double, policy: String)?
  package var shared: [Shared] = []

  package init(labels: [String], parts: [Part]) {
    self.labels = labels
    self.parts = parts
  }

  package var body: Markup {
    var pieces = labels.isEmpty ? [] : [labelTable]
    var columns: [Markup] = []
    if let lengths, !lengths.lengths.isEmpty { columns.append(lengths.markup) }
    columns.append("<div>\(lengthNotes)\(sharedNotes)</div>")
    pieces.append("<div class=\"pair\">\(columns)</div>")
    pieces += shared.filter { !$0.duplicates.examples.isEmpty }.map(Self.examples)
    return Markup(joining: pieces)
  }

  private var labelTable: Markup {
    var table = DataTable(
      [counted.map { "Label, by \($0)" } ?? "Label"]
        + parts.enumerated().flatMap { $0.offset == 0 ? [$0.element.name, "Share"] : [$0.element.name] })
    let all = Double(max(1, parts.first?.rows ?? 0))
    for (index, label) in labels.enumerated() {
      var row: [DataTable.Cell] = [.text(Excerpt.label(label))]
      for (place, part) in parts.enumerated() {
        let count = index < part.counts.count ? part.counts[index] : 0
        row.append(.number(Figures.count(count)))
        if place == 0 { row.append(.bar(Double(count) / all, Figures.percent(Double(count) / all))) }
      }
      table.rows.append(row)
    }
    return table.markup
  }

  private var lengthNotes: Markup {
    guard let lengths, let limit = lengths.limit, let cut else { return "" }
    let sorted = lengths.lengths.sorted()
    let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    return """
      <h3>Length</h3><p>Half of the texts have \(Figures.count(median)) \(lengths.unit) or fewer. \
      <b>\(Figures.percent(cut.share))</b> are longer than the limit of \(Figures.count(limit)) (\(cut.policy)).</p>
      """
  }

  private var sharedNotes: Markup {
    guard !shared.isEmpty else { return "" }
    let threshold = Figures.percent(NearDuplicates.threshold)
    return """
      <h3>Near-duplicates of training texts</h3>
      \(shared.map(\.note))
      <p class="note">Nearly the same: at least \(threshold) of the runs of three words in common.\(
        shared.count > 1 ? " The held-out parts were not compared with one another." : "")</p>
      """
  }

  private static func examples(_ part: Shared) -> Markup {
    """
    <details><summary>Examples from the \(part.name) rows</summary><ol class="texts">
    \(part.duplicates.examples.map { example -> Markup in
      """
      <li><p class="verdict"><span>\(Figures.percent(example.similarity)) the same</span></p>
      <p class="text" dir="auto">\(Excerpt.cut(example.held, to: 300))</p>
      <p class="text note" dir="auto">\(Excerpt.cut(example.training, to: 300))</p></li>
      """
    })
    </ol></details>
    """
  }
}
