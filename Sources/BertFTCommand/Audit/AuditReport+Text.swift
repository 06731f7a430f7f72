import BertFT
import BertFeatures
import BertStorage
import Foundation

extension AuditReport {
  /// How the figures were measured and which labels overlap, as notes.
  var notes: [String] {
    figures
      + overlaps.prefix(3).map { overlap in
        "labels that overlap: \(QuotedName(rows.labels[overlap.labels.0])) and "
          + "\(QuotedName(rows.labels[overlap.labels.1])), \(Figures.count(overlap.rows, "row")) "
          + "(\(Figures.percent(share(of: overlap))) of those with either)"
      }
  }

  /// How the figures were measured, as notes.
  var figures: [String] {
    var notes = [
      "labels judged by logistic regressions on the vectors of \(encoder), \(audit.strength.reason); seed \(settings.seed)"
    ]
    notes += missed
    for (place, part) in rows.parts.enumerated() {
      let kind = place == 0 ? RowAudit.Kind.duplicate : .leak
      let all = audit.accuracy(of: place, withoutTwins: false)
      let untwinned = audit.accuracy(of: place, withoutTwins: true)
      let who = place == 0 ? "models that did not learn from a row" : "a model of the data"
      var line = "\(part.name): \(who) get\(place == 0 ? "" : "s") \(Self.shown(all.value)) right"
      if all.rows != untwinned.rows {
        line +=
          ", and \(Self.shown(untwinned.value)) of the \(Figures.count(untwinned.rows, "row")) "
          + (place == 0 ? "without a duplicate" : "that have no twin in the data")
      }
      notes.append(line)
      let conflicts = conflicts(kind, in: place)
      if conflicts > 0 {
        notes.append(
          "\(part.name): \(Figures.count(conflicts, kind.rawValue)) with another label than the row that says the same")
      }
    }
    return notes
  }

  /// The result as a table.
  func lines(in place: AuditPlace) -> [String] {
    var table = Table(["part", "rows"] + kinds.map { $0.rawValue + "s" } + ["accuracy", "without twins"])
    for (index, part) in rows.parts.enumerated() {
      let counts = kinds.map { kind in
        kind == .leak && index == 0 ? "-" : Figures.count(count(kind, in: index))
      }
      table.add(
        [part.name, Figures.count(part.rows.count)] + counts
          + [false, true].map { Self.shown(audit.accuracy(of: index, withoutTwins: $0).value) })
    }
    return table.lines + [
      "", "written \(place.rows.relativePath)", "report  \(place.page.relativePath)",
    ]
  }

  /// The result as one object.
  func json(in place: AuditPlace) -> JSONValue {
    let parts: [JSONValue] = rows.parts.enumerated().map { index, part in
      let all = audit.accuracy(of: index, withoutTwins: false)
      let untwinned = audit.accuracy(of: index, withoutTwins: true)
      var members: [(String, JSONValue)] = [
        ("part", .string(part.name)), ("file", .string(part.file)), ("rows", .integer(part.rows.count)),
      ]
      for kind in RowAudit.Kind.allCases where kind != .leak || index > 0 {
        members.append((kind.rawValue + "s", .integer(count(kind, in: index))))
      }
      members += [
        ("conflicts", .integer(conflicts(.duplicate, in: index) + conflicts(.leak, in: index))),
        ("accuracy", all.value.map(JSONValue.double) ?? .null), ("rows_without_twins", .integer(untwinned.rows)),
        ("accuracy_without_twins", untwinned.value.map(JSONValue.double) ?? .null),
      ]
      return .object(members)
    }
    let overlaps: [JSONValue] = overlaps.map { overlap in
      [
        "labels": .array([overlap.labels.0, overlap.labels.1].map { .string(rows.labels[$0]) }),
        "rows": .integer(overlap.rows), "share": .double(share(of: overlap)),
      ]
    }
    return [
      "labels": .array(rows.labels.map(JSONValue.string)), "threshold": .double(settings.threshold),
      "folds": .integer(settings.folds), "seed": .verbatim(String(settings.seed)),
      "strength": .double(audit.strength.value), "parts": .array(parts), "overlaps": .array(overlaps),
      "findings": .string(place.rows.relativePath), "report": .string(place.page.relativePath),
    ]
  }

  static func shown(_ value: Double?) -> String { value.map { Figures.fixed($0, 4) } ?? "-" }
}
