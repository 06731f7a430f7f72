import BertFT
import BertFeatures
import BertReport
import Foundation

extension AuditReport {
  /// How many findings of each kind the page shows at most.
  private static let shownFindings = 50

  /// The page of the audit.
  var page: ReportPage {
    let names = rows.parts.map { "\($0.file) (\(Figures.count($0.rows.count, "row")))" }.joined(separator: ", ")
    return ReportPage(
      title: "Audit of \(URL(fileURLWithPath: rows.parts[0].file).lastPathComponent)",
      lead: "Rows that somebody should look at, of \(names).",
      sections: [summary] + kinds.map(section) + [run])
  }

  private var summary: AuditSection {
    AuditSection(
      kinds: kinds.map(\.heading),
      parts: rows.parts.enumerated().map { index, part in
        .init(
          name: part.name, rows: part.rows.count, counts: kinds.map { count($0, in: index) },
          accuracy: audit.accuracy(of: index, withoutTwins: false).value,
          withoutTwins: audit.accuracy(of: index, withoutTwins: true).value)
      },
      overlaps: overlaps.map {
        .init(
          first: rows.labels[$0.labels.0], second: rows.labels[$0.labels.1], rows: $0.rows, share: share(of: $0))
      },
      notes: figures + warnings)
  }

  private func section(_ kind: RowAudit.Kind) -> any ReportSection {
    let all = findings.filter { $0.kind == kind }
    return FindingsSection(
      anchor: kind.rawValue, title: kind.heading, note: kind.advice,
      findings: all.prefix(Self.shownFindings).map(item), total: all.count)
  }

  private func item(_ finding: RowAudit.Finding) -> FindingsSection.Finding {
    let row = finding.row
    var facts: [(name: String, value: String)] = []
    if let suggestion = finding.suggestion {
      facts = [
        ("given", rows.label(row)),
        ("model", "\(rows.labels[suggestion.label]) \(Figures.percent(suggestion.probability))"),
      ]
    } else {
      if finding.other != nil { facts.append(("cosine", Figures.fixed(finding.score, 3))) }
      if audit.conflict(finding) { facts.append(("the labels", "differ")) }
      facts.append(("label", rows.label(row)))
    }
    if rows.parts.count > 1 { facts.append(("in", rows.parts[finding.part].name)) }
    facts.append(("line", Figures.count(rows.rows[row].line)))
    let part = finding.kind == .leak ? "data, " : ""
    return .init(
      facts: facts, text: rows.text(row),
      other: finding.other.map { other in
        (
          "as \(part)line \(Figures.count(rows.rows[other].line)), label \(rows.label(other))",
          rows.text(other)
        )
      })
  }

  private var run: RunSection {
    RunSection(
      command: command,
      facts: [
        .init("Program", "bertft \(Version.current)"), .init("Encoder", encoder),
        .init("Classifier", "logistic regression, \(audit.strength.reason)"),
        .init("Folds", "\(settings.folds)"), .init("Threshold", Figures.short(settings.threshold)),
        .init("Seed", "\(settings.seed)"),
      ], options: [])
  }
}

extension RowAudit.Kind {
  /// A heading of the page.
  fileprivate var heading: String {
    switch self {
    case .label: "Labels likely wrong"
    case .duplicate: "Duplicates"
    case .leak: "Leaks"
    case .outlier: "Outliers"
    }
  }

  /// What the rows of a kind are, and what to do about them.
  fileprivate var advice: String {
    switch self {
    case .label:
      "Models that did not learn from these rows give them another label, and are surer of it than chance would make them (confident "
        + "learning). Read them: some are wrong, some are hard, some could be either."
    case .duplicate:
      "Rows whose vector is nearly that of an earlier row of the same file. Keep one of each; where the labels differ, one of "
        + "them is wrong."
    case .leak:
      "Rows of the validation or the test whose vector is nearly that of a row that a model learns from. A figure measured on "
        + "them is too good: remove them from the one or the other."
    case .outlier:
      "Rows that are far from all others. They may be in another language, damaged, or the only ones of their kind."
    }
  }
}
