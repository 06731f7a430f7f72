import BertFT
import BertFeatures
import BertReport
import BertStorage

/// The result of `bertft audit`.
struct AuditReport {
  let audit: RowAudit
  let rows: AuditedRows
  let settings: RowAudit.Settings
  /// The encoder's name.
  let encoder: String
  let command: String
  /// All findings by kind: labels, duplicates, leaks, outliers; within a kind, the most doubtful first.
  let findings: [RowAudit.Finding]
  let overlaps: [LabelOverlap]

  /// How many pairs of overlapping labels are reported at most.
  private static let overlapsShown = 10

  init(audit: RowAudit, rows: AuditedRows, settings: RowAudit.Settings, encoder: String, command: String) {
    self.audit = audit
    self.rows = rows
    self.settings = settings
    self.encoder = encoder
    self.command = command
    findings = audit.findings
    overlaps = Array(LabelOverlap.pairs(of: audit.issues.joint).prefix(Self.overlapsShown))
  }

  /// The kinds of findings that are possible: with a single file there are no leaks.
  var kinds: [RowAudit.Kind] { RowAudit.Kind.allCases.filter { $0 != .leak || rows.parts.count > 1 } }

  /// How many findings of a kind a part has.
  func count(_ kind: RowAudit.Kind, in part: Int) -> Int { findings.count { $0.kind == kind && $0.part == part } }

  /// How many duplicates or leaks of a part have a label that differs from their twin's.
  func conflicts(_ kind: RowAudit.Kind, in part: Int) -> Int {
    findings.count { $0.kind == kind && $0.part == part && audit.conflict($0) }
  }

  /// A finding as one object of `audit.jsonl`.
  func object(of finding: RowAudit.Finding) -> JSONValue {
    let row = finding.row
    var members: [(String, JSONValue)] = [
      ("line", .integer(rows.rows[row].line)), ("part", .string(rows.parts[finding.part].name)),
      ("kind", .string(finding.kind.rawValue)), ("score", .double(finding.score)),
    ]
    switch finding.kind {
    case .label: members.append(("suggestion", finding.suggestion.map { .string(rows.labels[$0.label]) } ?? .null))
    case .duplicate, .leak: members.append(("suggestion", audit.conflict(finding) ? "relabel" : "remove"))
    case .outlier: members.append(("suggestion", "review"))
    }
    if let suggestion = finding.suggestion { members.append(("probability", .double(suggestion.probability))) }
    members += [("text", .string(rows.rows[row].text))]
    if let pair = rows.rows[row].pair { members.append(("pair", .string(pair))) }
    members.append(("label", .string(rows.label(row))))
    if let other = finding.other {
      members += [
        ("other_line", .integer(rows.rows[other].line)), ("other_text", .string(rows.rows[other].text)),
        ("other_label", .string(rows.label(other))), ("conflict", .bool(audit.conflict(finding))),
      ]
    }
    return .object(members)
  }

  /// Of the judged rows with either label of a pair, the share that is confused.
  func share(of overlap: LabelOverlap) -> Double {
    let either = audit.judged.count { [overlap.labels.0, overlap.labels.1].contains(audit.labels[$0]) }
    return Double(overlap.rows) / Double(max(1, either))
  }

  /// For each part whose duplicates were searched in cells, how many of a sample's pairs were found.
  var missed: [String] {
    zip(rows.parts, audit.duplicates).compactMap { part, found in
      guard case .cells(_, _, let recall) = found.method else { return nil }
      return "\(part.name): duplicates were searched in cells, which found "
        + "\(Figures.count(recall.found)) of \(Figures.count(recall.pairs, "pair")) of a sample"
    }
  }

  /// What is printed even with `--quiet`.
  var warnings: [String] {
    let single = rows.singleLabels
    guard !single.isEmpty else { return [] }
    let names = single.prefix(5).map { QuotedName($0).description }.joined(separator: ", ")
    return [
      "\(Figures.count(single.count, "label has", "labels have")) one row, which cannot be judged: "
        + names + (single.count > 5 ? " …" : "")
    ]
  }
}
