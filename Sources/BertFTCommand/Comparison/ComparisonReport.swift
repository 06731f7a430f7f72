import BertFT
import Foundation

/// The result of a comparison: the ladder, the steps between its rungs, the learning curves, and the recommendation.
struct ComparisonReport {
  let record: ComparisonRecord

  /// The report as text.
  var lines: [String] {
    var lines = ladder.lines + [""] + steps.lines
    if !record.curve.isEmpty { lines += ["", "\(metrics.deciding.title) by training rows", ""] + curve.lines }
    if let recommendation = record.recommendation, !recommendation.isEmpty { lines += ["", recommendation] }
    return lines
  }

  /// Where the results are.
  static func places(in directory: URL) -> [String] {
    [
      "written \(directory.appendingPathComponent("compare.json").relativePath)",
      "report  \(directory.appendingPathComponent("report.html").relativePath)",
    ]
  }

  private var metrics: ComparedMetrics { ComparedMetrics(record.setup.problem ?? .singleLabel) }

  private var ladder: Table {
    var table = Table(
      ["method"] + metrics.all.map(\.title) + ["95 % interval", "training", "rows/s", "memory", "size"])
    for rung in record.rungs {
      let run = rung.runs.first
      let figures = (rung.figures.besides + [rung.figures.deciding]).map { Figures.fixed($0, 4) }
      table.add(
        [rung.title] + figures + [
          Self.range(rung.interval),
          rung.trainingSeconds < 10
            ? Figures.fixed(rung.trainingSeconds, 2) + " s" : Figures.duration(rung.trainingSeconds),
          rung.rowsPerSecond.isFinite ? Figures.count(Int(min(max(rung.rowsPerSecond, 0), 1e12))) : "-",
          run?.peakMemoryBytes.map(Figures.bytes) ?? "-",
          (run?.sizeBytes).map { $0 > 0 ? Figures.bytes($0) : "-" } ?? "-",
        ])
    }
    return table
  }

  private var steps: Table {
    // McNemar's test counts right answers, and a predicted number is not simply right or wrong.
    let hasMcNemar = record.rungs.contains { $0.against?.mcnemarP != nil }
    var table = Table(
      ["step", metrics.deciding.title, "95 % interval", "bootstrap p"] + (hasMcNemar ? ["McNemar p"] : []))
    for rung in record.rungs {
      guard let against = rung.against else { continue }
      table.add(
        [
          "\(rung.title) over \(against.title)", Self.signed(against.gain),
          against.interval.map(Self.signed).joined(separator: " … "), Figures.fixed(against.bootstrapP, 3),
        ] + (against.mcnemarP.map { [Figures.fixed($0, 3)] } ?? []))
    }
    return table
  }

  private var curve: Table {
    let sizes = Set(record.curve.map(\.rows)).sorted()
    var table = Table(["method"] + sizes.map(Figures.count))
    for rung in record.rungs
    where rung.encoder == nil && record.curve.contains(where: { $0.method == rung.method }) {
      table.add(
        [rung.title]
          + sizes.map { rows in
            record.curve.first { $0.method == rung.method && $0.rows == rows }.map {
              Figures.fixed($0.figures.deciding, 4)
            }
              ?? "-"
          })
    }
    return table
  }

  private static func range(_ ends: [Double]) -> String {
    ends.map { Figures.fixed($0, 4) }.joined(separator: " … ")
  }

  private static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + Figures.fixed(value, 4) }

  /// A record with the members of `compare.json`, on one line.
  static func json(of record: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(record)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
