import BertData
package import BertReport
import Foundation

extension QuestionComparisonRecord {
  /// The comparison as a page, with a section for each question.
  ///
  /// - Parameters:
  ///   - title: its heading.
  ///   - command: the command as it was typed.
  package func page(title: String, command: String?) -> ReportPage {
    var sections: [any ReportSection] = ladders.enumerated().map { place, ladder in
      var section = ladder.record.ladder
      section.anchor = "ladder-" + String(repeating: "i", count: place + 1)
      section.title = "Question \(ladder.name)"
      return section
    }
    if let first = ladders.first?.record {
      var facts = first.facts(createdWith: createdWith)
      facts.removeAll { $0.name == "Rows" }
      facts += ladders.map { .init("Rows that answer \($0.name)", $0.record.rows) }
      sections.append(RunSection(command: command, facts: facts, options: RunReport.settings(first.setup.options)))
    }
    return ReportPage(
      title: title,
      lead:
        "\(questions.count) questions about the same texts. The simple methods learn each by itself; the fine-tuned "
        + "encoder is one for all.", sections: sections)
  }
}
