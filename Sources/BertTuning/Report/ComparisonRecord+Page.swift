import BertData
package import BertReport
import Foundation

extension ComparisonRecord {
  /// The comparison as a page.
  ///
  /// - Parameters:
  ///   - title: its heading.
  ///   - command: the command as it was typed.
  package func page(title: String, command: String?) -> ReportPage {
    return ReportPage(
      title: title,
      lead: "\(rungs.count) methods on the same rows, judged on the same \(setup.testRows) that none of them saw.",
      sections: [
        ladder,
        RunSection(
          command: command, facts: facts(createdWith: createdWith), options: RunReport.settings(setup.options)),
      ])
  }

  /// The methods, their learning curves and the recommendation.
  var ladder: LadderSection {
    let metrics = ComparedMetrics(setup.problem ?? .singleLabel)
    return LadderSection(
      rungs: rungs.map { rung in
        let interval = Self.ends(rung.interval, around: rung.figures.deciding)
        let run = rung.runs.first
        return .init(
          name: rung.title, besides: rung.figures.besides, deciding: rung.figures.deciding, interval: interval,
          trainingSeconds: rung.trainingSeconds, rowsPerSecond: rung.rowsPerSecond,
          memoryBytes: run?.peakMemoryBytes, sizeBytes: run.flatMap { $0.sizeBytes > 0 ? $0.sizeBytes : nil },
          step: rung.against.map { against in
            let ends = Self.ends(against.interval, around: against.gain)
            return .init(
              over: against.title, gain: against.gain, low: ends.low, high: ends.high,
              p: against.bootstrapP)
          })
      },
      curves: rungs.compactMap { rung in
        let points = rung.encoder == nil ? curve.filter { $0.method == rung.method } : []
        return points.isEmpty
          ? nil : .init(name: rung.title, points: points.map { (rows: $0.rows, value: $0.figures.deciding) })
      }, besides: metrics.besides, deciding: metrics.deciding, recommendation: recommendation)
  }

  /// How many rows each part has, in words.
  var rows: String {
    "\(setup.trainingRows) for training, \(setup.validationRows) for validation, \(setup.testRows) for the test"
  }

  /// What it takes to repeat the comparison.
  func facts(createdWith program: String) -> [RunSection.Setting] {
    var facts = [
      RunSection.Setting("Program", program),
      .init("System", ProcessInfo.processInfo.operatingSystemVersionString),
      .init("Rows", rows),
      .init("Rows, SHA-256", setup.contentSha256),
      .init("Seeds", setup.seeds.map(String.init).joined(separator: ", ")),
    ]
    if let encoder = setup.encoder { facts.append(.init("Encoder", encoder)) }
    if let vectors = setup.vectors { facts.append(.init("Word vectors", vectors)) }
    return facts
  }

  /// The ends of an interval. A file from elsewhere may lack them; then both are the value itself.
  private static func ends(_ interval: [Double], around value: Double) -> (low: Double, high: Double) {
    interval.count == 2 ? (interval[0], interval[1]) : (value, value)
  }
}
