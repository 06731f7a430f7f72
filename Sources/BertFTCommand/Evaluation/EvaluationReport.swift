import BertFT
import BertReport
import BertStorage
import Foundation

/// The result of an evaluation row by row: the page and the rows that were answered wrong.
struct EvaluationReport {
  private let bundle: String
  private let data: String
  private let rows: [Example]
  private let judged: JudgedRows
  private let labels: [String]

  /// How many wrong answers the page shows at most.
  private static let shownMistakes = 20

  /// - Parameters:
  ///   - bundle: The classifier as the command line names it.
  ///   - data: The name of the data.
  ///   - rows: The rows of the data. [N]
  ///   - judged: The answers to the rows, and the metrics.
  ///   - labels: The classifier's labels in order, or the one name of its number. [C]
  init(bundle: String, data: String, rows: [Example], judged: JudgedRows, labels: [String]) {
    self.bundle = bundle
    self.data = data
    self.rows = rows
    self.judged = judged
    self.labels = labels
  }

  /// The rows that were answered wrong, in the order of the data. A predicted number counts as wrong where its error is
  /// larger than the root of the mean squared error.
  private var wrong: [Int] {
    let largestSquare: Double = if case .regression(let metrics) = judged.metrics { metrics.mse } else { 0 }
    return rows.indices.filter { row in
      let answer = judged.predictions[row]
      return switch judged.truth[row] {
      case .label(let label): label != answer.index
      case .labels(let flags): flags.indices.filter { flags[$0] } != answer.chosen
      case .number(let number): (number - answer.scores[0]) * (number - answer.scores[0]) > largestSquare
      }
    }
  }

  /// Writes the rows answered wrong, the metrics and the page, each aside and then in one rename.
  func write(to place: EvaluationPlace) throws {
    try FileSystem.makeDirectory(place.results.directory)
    var lines = try ResultLines(path: place.wrong.path)
    for row in wrong { try lines.write(object(row).line) }
    try lines.finish()
    try AtomicFile.write(Data((judged.metrics.json + "\n").utf8), to: place.metrics)
    try AtomicFile.write(page.data, to: place.page)
  }

  /// A row's line, text and true answer, then the members that `predict` gives it.
  private func object(_ row: Int) -> JSONValue {
    let example = rows[row], answer = judged.predictions[row]
    var members: [(String, JSONValue)] = [("line", .integer(example.line)), ("text", .string(example.text))]
    if let pair = example.pair { members.append(("pair", .string(pair))) }
    let truth: JSONValue =
      switch judged.truth[row] {
      case .label(let label): .string(labels[label])
      case .labels(let flags): .array(flags.indices.filter { flags[$0] }.map { .string(labels[$0]) })
      case .number(let number): .double(number)
      }
    members.append(("truth", truth))
    members += answer.members(label: answer.label, shown: Array(labels.indices))
    return .object(members)
  }

  private var page: ReportPage {
    var summary = SummarySection(
      rows: "\(Figures.count(rows.count, "row")) of \(data)", classifier: .init("this classifier", judged.metrics))
    summary.interval = judged.metrics.classification.map {
      let interval = ConfidenceInterval(share: $0.accuracy, rows: $0.rows)
      return (interval.low, interval.high)
    }
    var sections: [any ReportSection] = [summary]
    switch judged.metrics {
    case .singleLabel(let metrics):
      var bins = CalibrationBins()
      for (truth, answer) in zip(judged.truth, judged.predictions) {
        bins.add(confidence: answer.confidence, isCorrect: truth == .label(answer.index))
      }
      sections += [LabelsSection(metrics: metrics), CalibrationSection(bins: bins), errors]
    case .multiLabel(let metrics): sections.append(LabelThresholdsSection(metrics: metrics))
    case .regression:
      sections.append(
        NumbersSection(
          truth: rows.compactMap(\.number), predicted: judged.predictions.map { $0.scores[0] }))
    case .several, .entities: break
    }
    sections.append(
      RunSection(
        command: TypedCommand.line, facts: [.init("Program", "bertft \(Version.current)"), .init("Bundle", bundle)],
        options: []))
    return ReportPage(
      title: "\(URL(fileURLWithPath: bundle).lastPathComponent) on \(URL(fileURLWithPath: data).lastPathComponent)",
      lead: "How well \(bundle) answers the rows of \(data).", sections: sections)
  }

  /// The wrong answers that the classifier was surest of.
  private var errors: ErrorsSection {
    let wrong = wrong
    let surest = wrong.sorted {
      (judged.predictions[$1].confidence, $0) < (judged.predictions[$0].confidence, $1)
    }
    let mistakes = surest.prefix(Self.shownMistakes).map { row -> ErrorsSection.Mistake in
      let answer = judged.predictions[row]
      let truth = if case .label(let label) = judged.truth[row] { label } else { 0 }
      return ErrorsSection.Mistake(
        pieces: [.init(rows[row].text)], truth: labels[truth], predicted: answer.label,
        confidence: answer.confidence, truthConfidence: answer.scores[truth], line: rows[row].line)
    }
    return ErrorsSection(mistakes: mistakes, total: wrong.count, method: nil)
  }
}

/// The directory of an evaluation's results.
struct EvaluationPlace {
  let results: ResultDirectory

  init(_ path: String) { results = ResultDirectory(path) }

  /// The rows answered wrong, one JSON object a line.
  var wrong: URL { results.file("wrong.jsonl") }
  var metrics: URL { results.file("metrics.json") }
  var page: URL { results.file(ReportPage.fileName) }
  /// All files that an evaluation writes.
  var files: [URL] { [wrong, metrics, page] }

  /// - Parameter force: Whether the results of an earlier evaluation may be replaced.
  /// - Throws: `CommandFailure` where something else is in the way.
  func requireFree(force: Bool) throws(CommandFailure) {
    try results.requireFree(for: files, force: force)
  }

  /// Where the files are, for a note.
  var lines: [String] {
    ["written \(wrong.relativePath)", "report  \(page.relativePath)"]
  }
}
