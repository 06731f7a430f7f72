package import BertData
import BertFeatures
import BertInference
package import BertReport
import BertStorage
import Foundation

/// The content of the report page of a training run, for any kind of classifier.
package struct RunReport {
  /// The rows that a classifier was judged on.
  package struct Judged {
    /// `validation`, `cross-validated` or `test`.
    package var part: String
    package var rows: [Example]
    /// [rows × C]; for a number, the number itself.
    package var probabilities: [Double]

    package init(part: String, rows: [Example], probabilities: [Double]) {
      self.part = part
      self.rows = rows
      self.probabilities = probabilities
    }
  }

  /// Lengths of the training texts.
  package struct Lengths {
    package var values: [Int]
    package var limit: Int?
    /// How longer texts are cut.
    package var policy: String
    /// `tokens` or `words`.
    package var unit: String

    package init(values: [Int], limit: Int?, policy: String, unit: String) {
      self.values = values
      self.limit = limit
      self.policy = policy
      self.unit = unit
    }
  }

  /// What the words of rows add to a label.
  package struct Explanation {
    /// `gradient × input`, or `linear weights`.
    package var method: String
    /// Takes rows and a label for each. Returns the text of each row in pieces with their weights.
    package var pieces: ([Example], [Int]) -> [[ErrorsSection.Piece]]

    package init(method: String, pieces: @escaping ([Example], [Int]) -> [[ErrorsSection.Piece]]) {
      self.method = method
      self.pieces = pieces
    }
  }

  /// The most wrong predictions that are shown.
  package static let mistakes = 20

  package var lead: String
  package var data: TrainingData
  package var outcome: TrainingOutcome
  package var judged: Judged?
  package var lengths: Lengths?
  package var explanation: Explanation?
  /// Simpler classifiers on the judged rows, beside the majority.
  package var others: [SummarySection.Judged] = []
  package var command: String?
  package var facts: [RunSection.Setting] = []
  package var options: [RunSection.Setting] = []

  package init(lead: String, data: TrainingData, outcome: TrainingOutcome) {
    self.lead = lead
    self.data = data
    self.outcome = outcome
  }

  /// The page.
  package func page() -> ReportPage {
    let metrics = judged?.part == "test" ? outcome.test : outcome.validation
    var sections: [any ReportSection] = [summary(metrics)]
    if let selection = outcome.selection { sections.append(SelectionSection(selection)) }
    if let transfer = outcome.transfer {
      sections.append(
        TransferSection(
          sentences: transfer.sentences, source: transfer.receipt.source.accuracy,
          adapted: transfer.receipt.adapted.accuracy))
    }
    if outcome.epochs.count > 1 || outcome.epochs.contains(where: { $0.step > 0 }) {
      sections.append(
        CurvesSection(
          epochs: outcome.epochs.map {
            .init(number: $0.epoch, trainingLoss: $0.trainingLoss, validation: $0.validation)
          }, best: outcome.bestEpoch))
    }
    switch metrics {
    case .singleLabel(let figures): sections.append(LabelsSection(metrics: figures))
    case .multiLabel(let figures): sections.append(LabelThresholdsSection(metrics: figures))
    case .several(let figures):
      sections.append(
        QuestionsSection(metrics: figures, intervals: figures.questions.map { Self.interval($0.metrics) }))
    case .entities(let figures): sections.append(EntitiesSection(metrics: figures))
    case .regression, nil: break
    }
    if let judged, data.problem == .singleLabel {
      sections.append(CalibrationSection(bins: bins(judged)))
      sections.append(errors(judged))
    }
    if let judged, data.problem == .regression {
      sections.append(NumbersSection(truth: judged.rows.compactMap(\.number), predicted: judged.probabilities))
    }
    sections.append(dataSection)
    sections.append(RunSection(command: command, facts: facts, options: options))
    return ReportPage(title: outcome.bundle.lastPathComponent, lead: lead, sections: sections)
  }

  /// Writes the page into a bundle.
  ///
  /// - Returns: the file.
  /// - Throws: `file` where it cannot be written.
  func write(into bundle: URL) throws(TuningError) -> URL { try page().write(into: bundle) }

  /// The note on figures of the rows that chose the epoch.
  static func chosenNote(epochs: Int) -> String {
    "These rows chose the best of \(Figures.count(epochs, "epoch")), so the figures are a little too good; rows given for the "
      + "test are judged once."
  }

  /// The ends of the accuracy's 95 % interval; nil where a text may have other than one label.
  private static func interval(_ metrics: TaskMetrics) -> (low: Double, high: Double)? {
    metrics.classification.map { metrics in
      let interval = ConfidenceInterval(share: metrics.accuracy, rows: metrics.rows)
      return (interval.low, interval.high)
    }
  }

  /// The note on figures of a cross-validation.
  static func foldsNote(_ folds: Int) -> String {
    "The rows were divided into \(folds) parts, and each part was judged by a model that learnt from the others; this "
      + "classifier learnt from all of them."
  }

  private func summary(_ metrics: TaskMetrics?) -> SummarySection {
    let isTest = judged?.part == "test"
    let rows = metrics.map { "\(Figures.count($0.rows)) \(judged?.part ?? "validation") rows" } ?? ""
    var summary = SummarySection(rows: rows, classifier: metrics.map { .init("this classifier", $0) })
    summary.interval = metrics.flatMap(Self.interval)
    summary.others = others
    if let simple = isTest ? outcome.baselineTest : outcome.baselineValidation {
      summary.others.append(.init(simple.baselineName, simple))
    }
    if let majority = isTest ? outcome.majorityTest : outcome.majorityValidation {
      summary.others.append(.init(majority.floorName, majority))
    }
    if isTest, let validation = outcome.validation {
      summary.others.insert(.init("this classifier on the \(outcome.validationName) rows", validation), at: 0)
    }
    if !isTest, let folds = outcome.folds {
      summary.notes.append(Self.foldsNote(folds))
    } else if !isTest, outcome.epochs.count > 1, metrics != nil {
      summary.notes.append(Self.chosenNote(epochs: outcome.epochs.count))
    }
    if let note = outcome.note { summary.notes.append(note) }
    if let drift = outcome.drift { summary.notes.append(drift.sentence) }
    if let soup = outcome.soup { summary.notes.append(soup.sentence + ".") }
    return summary
  }

  private func bins(_ judged: Judged) -> CalibrationBins {
    var bins = CalibrationBins()
    for (row, best) in predictions(judged).enumerated() {
      bins.add(confidence: best.confidence, isCorrect: judged.rows[row].label == best.label)
    }
    return bins
  }

  /// The first of the most probable labels of each row, as the metrics count.
  private func predictions(_ judged: Judged) -> [(label: Int, confidence: Double)] {
    let classes = data.labels.count
    return judged.rows.indices.map { row in
      var best = 0
      for label in 0..<classes
      where judged.probabilities[row * classes + label] > judged.probabilities[row * classes + best] { best = label }
      return (best, judged.probabilities[row * classes + best])
    }
  }

  private func errors(_ judged: Judged) -> ErrorsSection {
    let predictions = predictions(judged), classes = data.labels.count
    let wrong = judged.rows.indices.filter { judged.rows[$0].label != predictions[$0].label }
    let shown = Array(
      wrong.sorted { (predictions[$1].confidence, $0) < (predictions[$0].confidence, $1) }.prefix(Self.mistakes))
    let rows = shown.map { judged.rows[$0] }
    let pieces =
      explanation?.pieces(rows, shown.map { predictions[$0].label })
      ?? rows.map { [.init(Excerpt.cut($0.text, to: WordPieces.longestText))] }
    let mistakes = zip(shown, pieces).map { row, pieces -> ErrorsSection.Mistake in
      let truth = judged.rows[row].label ?? 0
      return ErrorsSection.Mistake(
        pieces: pieces, truth: data.labels.names[truth], predicted: data.labels.names[predictions[row].label],
        confidence: predictions[row].confidence, truthConfidence: judged.probabilities[row * classes + truth],
        line: judged.rows[row].line)
    }
    return ErrorsSection(mistakes: mistakes, total: wrong.count, method: explanation?.method)
  }

  private var dataSection: DataSection {
    let parts = [("training", data.training), ("validation", data.validation), ("test", data.test)]
      .filter { !$0.1.isEmpty }
    var section = DataSection(
      labels: data.problem == .regression || data.problem == nil ? [] : data.labels.names,
      parts: parts.map { .init($0.0, counts: Target.counts($0.1, labels: data.labels.count), rows: $0.1.count) })
    if let lengths {
      section.lengths = LengthHistogram(lengths: lengths.values, limit: lengths.limit, unit: lengths.unit)
      if let limit = lengths.limit {
        let longer = lengths.values.count { $0 > limit }
        section.cut = (Double(longer) / Double(max(1, lengths.values.count)), lengths.policy)
      }
    }
    func texts(_ rows: [Example]) -> [String] { rows.map { row in row.pair.map { row.text + "\n" + $0 } ?? row.text } }
    let training = texts(data.training)
    section.shared = parts.dropFirst().map { .init($0.0, NearDuplicates(training: training, held: texts($0.1))) }
    return section
  }

  /// The options as `bertft.json` has them, one a row; a member of an object is named `object.member`.
  package static func settings(_ options: some Encodable) -> [RunSection.Setting] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let tree = try? JSONDecoder().decode(JSONValue.self, from: encoder.encode(options)) else { return [] }
    return rows(tree, named: "")
  }

  private static func rows(_ tree: JSONValue, named name: String) -> [RunSection.Setting] {
    switch tree {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { rows($0.value, named: name.isEmpty ? $0.key : "\(name).\($0.key)") }
    case .string(let text): [.init(name, text)]
    default:
      [.init(name, (try? JSONEncoder().encode(tree)).map { String(decoding: $0, as: UTF8.self) } ?? "")]
    }
  }
}
