import BertData

/// Rows of one kind that a user should look at.
package struct FindingsSection: ReportSection {
  /// A row.
  package struct Finding: Sendable {
    /// Facts about the row, each a name and a value.
    package var facts: [(name: String, value: String)]
    package var text: String
    /// The other row of the finding, such as the twin: what it is, and its text.
    package var other: (name: String, text: String)?

    package init(facts: [(name: String, value: String)], text: String, other: (name: String, text: String)? = nil) {
      self.facts = facts
      self.text = text
      self.other = other
    }
  }

  package let anchor: String
  package let title: String
  /// What these rows are and what to do about them.
  package var note: String
  /// The most doubtful first.
  package var findings: [Finding]
  /// How many there are in all.
  package var total: Int

  package init(anchor: String, title: String, note: String, findings: [Finding], total: Int) {
    self.anchor = anchor
    self.title = title
    self.note = note
    self.findings = findings
    self.total = total
  }

  package var body: Markup {
    guard !findings.isEmpty else { return "<p>There are none.</p><p class=\"note\">\(note)</p>" }
    let shown: Markup =
      findings.count < total ? " Here are the first \(Figures.count(findings.count)) of \(Figures.count(total))." : ""
    return """
      <p class="note">\(note)\(shown)</p>
      <ol class="texts">
      \(findings.map(Self.item))
      </ol>
      """
  }

  private static func item(_ finding: Finding) -> Markup {
    let facts = finding.facts.map { fact -> Markup in
      "<span>\(fact.name) <b><bdi>\(Excerpt.label(fact.value))</bdi></b></span>"
    }
    let other: Markup =
      finding.other.map { "<p class=\"verdict\"><span>\($0.name)</span></p>\(text($0.text))" } ?? ""
    return """
      <li><p class="verdict">\(Markup(joining: facts, separator: ""))</p>
      \(text(finding.text))\(other)</li>
      """
  }

  private static func text(_ text: String) -> Markup {
    "<p class=\"text\" dir=\"auto\">\(Excerpt.cut(text, to: ErrorsSection.longestText))</p>"
  }
}
