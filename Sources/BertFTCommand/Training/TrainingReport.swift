import BertFT
import BertStorage
import Foundation

/// The result of a training: the tables, where the bundle is, and the next command to type.
struct TrainingReport {
  var outcomes: [(seed: UInt64, outcome: TrainingOutcome)]
  /// The bundle with the averaged weights of the seeds; nil without `--soup`.
  var soup: TrainingOutcome?
  /// Rows whose texts occur in more than one part of the data; nil where there are none.
  var repeated: RepeatedRows?
  /// Draws each run below its tables; nil without `--plot`.
  var plot: TrainingPlot?

  /// The report as text.
  var lines: [String] {
    var lines: [String] = []
    for (seed, outcome) in outcomes {
      if outcomes.count > 1 { lines += ["", title(seed, outcome)] }
      lines += Self.lines(outcome)
      if let drawing = plot?.lines(outcome), !drawing.isEmpty { lines += [""] + drawing }
    }
    if outcomes.count > 1 { lines += ["", "over \(outcomes.count) \(kind)"] + spread }
    if let soup { lines += ["", "soup"] + Self.lines(soup) }
    if let last = soup ?? outcomes.last?.outcome {
      lines += ["", "Next: bertft predict \(Self.argument(last.bundle.relativePath)) --text \"…\""]
    }
    return lines
  }

  /// The title of one of several runs.
  private func title(_ seed: UInt64, _ outcome: TrainingOutcome) -> String {
    let part = outcome.testFold.map { "part \($0.number) of \($0.count)" }
    let isOfSeeds = Set(outcomes.map(\.seed)).count > 1
    return [part, isOfSeeds || part == nil ? "seed \(seed)" : nil].compactMap { $0 }.joined(separator: ", ")
  }

  /// What the runs differ in: seeds, parts, or both.
  private var kind: String {
    let parts = Set(outcomes.map(\.outcome.testFold)), seeds = Set(outcomes.map(\.seed))
    return parts.count < 2 ? "seeds" : seeds.count < 2 ? "parts" : "runs"
  }

  private static func lines(_ outcome: TrainingOutcome) -> [String] {
    var lines: [String] = []
    func add(
      _ title: String, _ metrics: TaskMetrics?, _ floor: TaskMetrics?, _ baseline: TaskMetrics?
    ) {
      guard let metrics else { return }
      lines += [title, ""] + MetricsReport.lines(metrics)
      for (name, simple) in [(metrics.baselineName, baseline), (metrics.floorName, floor)] {
        guard let simple else { continue }
        let figures = simple.headline.prefix(2).map { "\($0.metric.title) \(MetricsReport.figure($0.value))" }
        lines.append("\(name): \(figures.joined(separator: "   "))")
      }
      lines.append("")
    }
    let kept = outcome.epochs.count > 1 ? " (epoch \(outcome.bestEpoch) of \(outcome.epochs.count))" : ""
    let title = outcome.folds.map { "Cross-validation in \($0) parts" } ?? "Validation" + kept
    add(title, outcome.validation, outcome.majorityValidation, outcome.baselineValidation)
    add(
      "Test" + (outcome.testFold.map { ", part \($0.number) of \($0.count)" } ?? ""), outcome.test,
      outcome.majorityTest, outcome.baselineTest)
    if let note = outcome.note { lines.append(note) }
    if let drift = outcome.drift { lines.append(drift.sentence) }
    if let soup = outcome.soup { lines.append(soup.sentence) }
    if let transfer = outcome.transfer { lines += [""] + transfer.sentences + [""] }
    lines.append(
      "bundle \(outcome.bundle.relativePath), made \(outcome.wasFinished ? "before, " : "")in \(Figures.duration(outcome.seconds))"
    )
    if let report = outcome.report { lines.append("report \(report.relativePath)") }
    return lines
  }

  /// Mean and sample standard deviation over the runs.
  private var spread: [String] {
    let parts = outcomes.lazy.compactMap { $0.outcome.validation ?? $0.outcome.test }
    let shown = parts.first?.headline.map(\.metric) ?? []
    var table = Table(["rows"] + shown.map(\.title))
    for (name, metrics) in [
      ("validation", outcomes.compactMap(\.outcome.validation)), ("test", outcomes.compactMap(\.outcome.test)),
    ] where metrics.count == outcomes.count {
      table.add(
        [name]
          + shown.map { metric in
            let values = metrics.compactMap { $0.value(for: metric) }
            return values.count == metrics.count ? Self.spread(values) : "–"
          })
    }
    return table.lines
  }

  private static func spread(_ values: [Double]) -> String {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
    return "\(Figures.fixed(mean, 4)) ± \(Figures.fixed(deviation, 4))"
  }

  /// The report as one object; with several runs, an object with a list of them.
  var json: JSONValue {
    let repeated =
      repeated.flatMap { Self.object($0, "repeated_rows") }.map { [(key: "repeated_rows", value: $0)] } ?? []
    if outcomes.count == 1, let only = outcomes.first {
      guard case .object(let members) = Self.object(only.outcome, seed: only.seed) else { return .null }
      return .object(members + repeated)
    }
    let runs: [(key: String, value: JSONValue)] = [
      (key: "runs", value: .array(outcomes.map { Self.object($0.outcome, seed: $0.seed) }))
    ]
    return .object(
      runs + repeated + (soup.map { [(key: "soup", value: Self.object($0, seed: outcomes.first?.seed ?? 0))] } ?? []))
  }

  private static func object(_ outcome: TrainingOutcome, seed: UInt64) -> JSONValue {
    func metrics(_ value: TaskMetrics?) -> JSONValue { value.map { .verbatim($0.json) } ?? .null }
    let epochs: [JSONValue] = outcome.epochs.map {
      [
        "epoch": .integer($0.epoch), "step": .integer($0.step), "training_loss": .double($0.trainingLoss),
        "learning_rate": .double($0.learningRate), "seconds": .double($0.seconds),
        "validation": metrics($0.validation),
      ]
    }
    let object: JSONValue = [
      "bundle": .string(outcome.bundle.relativePath),
      "report": outcome.report.map { .string($0.relativePath) } ?? .null,
      "seed": .verbatim(String(seed)),
      "method": .string(outcome.choice.method.rawValue), "method_reason": .string(outcome.choice.reason),
      "best_epoch": .integer(outcome.bestEpoch), "folds": outcome.folds.map { .integer($0) } ?? .null,
      "seconds": .double(outcome.seconds),
      "validation": metrics(outcome.validation), "test": metrics(outcome.test),
      "majority_validation": metrics(outcome.majorityValidation), "majority_test": metrics(outcome.majorityTest),
      "baseline_validation": metrics(outcome.baselineValidation), "baseline_test": metrics(outcome.baselineTest),
      "selection": outcome.selection.flatMap { Self.object($0, "selection") } ?? .null,
      "transfer": outcome.transfer.flatMap { Self.object($0, "transfer") } ?? .null,
      "label_descriptions": outcome.descriptions.flatMap { Self.object($0, "label_descriptions") } ?? .null,
      "epochs": .array(epochs),
    ]
    guard case .object(let members) = object else { return object }
    let optional: [(key: String, value: JSONValue?)] = [
      (
        key: "test_fold", value: outcome.testFold.map { ["number": .integer($0.number), "of": .integer($0.count)] }
      ),
      (key: "finished_before", value: outcome.wasFinished ? true : nil),
      (key: "unlabelled", value: outcome.unlabelled.flatMap { Self.object($0, "unlabelled") }),
      (key: "self_taught", value: outcome.selfTaught.flatMap { Self.object($0, "self_taught") }),
      (key: "layer", value: outcome.layer.flatMap { Self.object($0, "layer") }),
      (key: "drift", value: outcome.drift.flatMap { Self.object($0, "drift") }),
      (key: "soup", value: outcome.soup.flatMap { Self.object($0, "soup") }),
    ]
    return .object(members + optional.compactMap { key, value in value.map { (key: key, value: $0) } })
  }

  /// A record of the library in its own JSON form.
  private static func object(_ record: some Encodable, _ name: String) -> JSONValue? {
    (try? JSONFile.data(record, file: name)).map {
      .verbatim(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines))
    }
  }

  /// A word of the shell's command line, quoted where it must be.
  static func argument(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte >= 128
        || Array("/._-+,:@%".utf8).contains(byte)
    }
    return plain && !path.isEmpty
      ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
