import BertFT
import BertStorage
import Foundation

/// The result of `search --check`.
struct IndexCheckReport {
  private let check: IndexCheck
  private let report: IndexCheck.Report

  /// The recalls for which the report names the smallest sufficient ef.
  private static let wanted = [0.95, 0.99]

  init(_ check: IndexCheck, _ report: IndexCheck.Report) {
    self.check = check
    self.report = report
  }

  /// A table of the measures, and below it the ef that reaches each recall.
  var lines: [String] {
    var table = Table(["ef", "recall@\(check.count)", "s.e.", "ms"])
    for measure in report.measures {
      table.add([
        "\(measure.ef)", Self.figure(measure.recall, 4), Self.figure(measure.standardError, 4),
        Self.figure(measure.milliseconds, 2),
      ])
    }
    table.add(["exact", "1", "", Self.figure(report.exactMilliseconds, 2)])
    return table.lines
      + Self.wanted.map { recall in
        let reached = report.ef(reaching: recall).map { "reached with ef \($0)" } ?? "not reached"
        return "recall \(recall): \(reached)"
      }
  }

  /// What the user can do next.
  var hints: [String] {
    var hints = [
      "index \(report.index), \(Figures.count(report.sampled, "row")) of \(Figures.count(report.tableRows)) searched "
        + "for among the others; queries of another kind than the rows may find less"
    ]
    if report.ef(reaching: Self.wanted[1]) == nil {
      hints.append("More is found with a larger --ef, or an index made with larger m and ef_construction.")
    } else if let ef = report.ef(reaching: Self.wanted[1]) {
      hints.append("Set it in the sessions that search: SET hnsw.ef_search = \(ef)")
    }
    hints.append(
      "With a filter an index may find too few rows: SET hnsw.iterative_scan = relaxed_order (pgvector 0.8) continues.")
    return hints
  }

  var json: JSONValue {
    let measures = report.measures.map { measure -> JSONValue in
      [
        "ef": .integer(measure.ef), "recall": .double(measure.recall),
        "standard_error": .double(measure.standardError), "median_ms": .double(measure.milliseconds),
      ]
    }
    let reaches = Self.wanted.map { recall in
      (key: "\(recall)", value: report.ef(reaching: recall).map(JSONValue.integer) ?? .null)
    }
    return [
      "table": .string(check.target.table), "index": .string(report.index), "distance": .string(report.distance),
      "rows": .integer(report.tableRows), "sampled": .integer(report.sampled), "k": .integer(check.count),
      "exact_ms": .double(report.exactMilliseconds), "measures": .array(measures), "reaches": .object(reaches),
    ]
  }

  private static func figure(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
