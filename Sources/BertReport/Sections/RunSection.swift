import BertData

/// What is needed to repeat the run.
package struct RunSection: ReportSection {
  /// A name and its value.
  package struct Setting: Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package let anchor = "run"
  package let title = "Repeat the run"
  /// The command as it was typed, as one line for a shell.
  package var command: String?
  /// Versions, hashes, time.
  package var facts: [Setting]
  /// The options, including those that the user did not give.
  package var options: [Setting]

  package init(command: String?, facts: [Setting], options: [Setting]) {
    self.command = command
    self.facts = facts
    self.options = options
  }

  package var body: Markup {
    var pieces: [Markup] = command.map { ["<pre>\(Excerpt.cut($0, to: 4000))</pre>"] } ?? []
    pieces.append(Self.table(["What", "Value"], facts))
    if !options.isEmpty {
      pieces.append("<details><summary>All options</summary>\(Self.table(["Option", "Value"], options))</details>")
    }
    return Markup(joining: pieces)
  }

  private static func table(_ header: [String], _ settings: [Setting]) -> Markup {
    var table = DataTable(header)
    table.rows = settings.map { [.text($0.name), .text(Excerpt.cut($0.value, to: 600))] }
    return table.markup
  }
}
