package import BertStorage

/// The usable rows of a data file with the answers to several questions, in the file's order.
///
/// A row has an answer to at least one question. The file is read once for its texts and once for each question, so
/// that a question's column is read like the label column of a file with one question; of the readings for questions
/// only the answers are kept. What a pipe gives is copied to a temporary file for this.
public struct QuestionDataset: Sendable {
  /// The rows, with ``Example/answers``.
  public private(set) var examples: [Example]
  /// The questions with their labels.
  public let questions: [QuestionLabels]
  /// What was read of the texts, and which rows were left out.
  public private(set) var report: ReadingReport
  /// Notes on the columns of the questions, each a line.
  public var notes: [String] { noteWordings.map(\.plain) }
  /// Warnings of what looks like a mistake in the columns of the questions, each a line.
  public var warnings: [String] { warningWordings.map(\.plain) }
  /// The notes, for the command line too.
  package private(set) var noteWordings: [Wording] = []
  /// The warnings, for the command line too.
  package private(set) var warningWordings: [Wording] = []

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - source: a file, a directory, or a pipe.
  ///   - questions: the questions with their labels; where these are nil, they are inferred from the data.
  ///   - options: how rows are read; its options about labels are ignored.
  /// - Throws: `DataError`; `.badRows` also for rows without any answer.
  public static func read(
    _ source: DataSource, questions: [(question: Question, labels: LabelSet?)], options: ReadingOptions
  ) throws(DataError) -> QuestionDataset {
    let copy = try DatasetReader.copy(of: source, options: options)
    var parts: [Part] = []
    var texts = options
    texts.needsLabels = false
    for (question, labels) in questions {
      var reading = texts
      reading.needsLabels = true
      reading.mayLackAnswer = true
      reading.badRows = .skip
      reading.labelColumn = question.column
      reading.labelColumns = []
      reading.problem = question.problem
      reading.labels = labels
      if question.problem != .multiLabel { reading.labelSeparator = nil }
      let part = try Self.read(source, question, reading, copy)
      // All readings take the same column as the text; another choice could be the column of a question.
      if texts.textColumn == nil { texts.textColumn = part.report.textColumn }
      parts.append(part)
    }
    return try QuestionDataset(
      try DatasetReader.read(source, options: texts, copy: copy), parts, questions.map(\.question), options,
      file: source.name)
  }

  /// What was read for a question.
  private struct Part {
    /// The answers by the number of the row.
    let answers: [Int: Target]
    /// Rows with an answer.
    let count: Int
    let labels: LabelSet?
    let report: ReadingReport

    init(_ dataset: Dataset) {
      answers = Dictionary(
        dataset.examples.compactMap { example in example.target.map { (example.ordinal, $0) } },
        uniquingKeysWith: { first, _ in first })
      count = dataset.examples.count
      labels = dataset.labels
      report = dataset.report
    }
  }

  private static func read(
    _ source: DataSource, _ question: Question, _ options: ReadingOptions, _ copy: InputCopy?
  ) throws(DataError) -> Part {
    do {
      return Part(try DatasetReader.read(source, options: options, copy: copy))
    } catch {
      switch error {
      case .columnNotFound(let file, let line, ColumnRole.label.option, let name, let headers):
        throw .columnNotFound(
          file: file, line: line, option: "task \(question.name)", name: name, headers: headers)
      case .noUsableRows(let file, let rows, _):
        throw .questionWithoutAnswers(file: file, question: question.name, rows: rows)
      default: throw error
      }
    }
  }

  private init(
    _ texts: Dataset, _ parts: [Part], _ questions: [Question], _ options: ReadingOptions, file: String
  ) throws(DataError) {
    report = texts.report
    self.questions = zip(questions, parts).map { question, part in
      QuestionLabels(question, labels: part.labels ?? LabelSet(names: [question.name]))
    }
    examples = []
    var unanswered = RowTally()
    for var example in texts.examples {
      example.answers = parts.map { $0.answers[example.ordinal] }
      if example.answers.allSatisfy({ $0 == nil }) {
        unanswered.add(line: example.line)
      } else {
        examples.append(example)
      }
    }
    var faults = report.faults
    if unanswered.count > 0 { faults[.emptyLabel] = unanswered }
    for (question, part) in zip(questions, parts) {
      // A fault in the text of a row occurs in every reading, and is reported for the texts.
      let own = part.report.faults.filter { fault, tally in
        fault != .emptyLabel && fault != .missingField && tally.count > report.faults[fault]?.count ?? 0
      }
      if options.badRows == .error, !own.isEmpty {
        throw .badRows(file: "\(file), question \(question.name)", rows: part.report.rows, faults: own)
      }
      tell(question, part)
    }
    if options.badRows == .error, !faults.isEmpty {
      throw .badRows(file: file, rows: report.rows, faults: faults)
    }
    report.faults = faults
    guard !examples.isEmpty else {
      throw .noUsableRows(file: file, rows: report.rows, reasons: report.note ?? "")
    }
  }

  /// Adds the notes and warnings about a question's column; those about the texts are in the report.
  private mutating func tell(_ question: Question, _ part: Part) {
    for remark in part.report.remarks where !report.remarks.contains(where: { $0.wording == remark.wording }) {
      let line: Wording = "question \(question.name): \(remark)"
      if remark.isWarning { warningWordings.append(line) } else { noteWordings.append(line) }
    }
    let lacking = examples.count - part.count
    guard lacking > 0 else { return }
    let unusable = part.report.orderedFaults.filter { $0.fault != .emptyLabel && $0.fault != .missingField }
      .map { "\($0.tally.count) \($0.fault.phrase)" }
    let unknown = part.report.unknownLabels.count
    let reasons = unusable + (unknown > 0 ? ["\(unknown) with an unknown label"] : [])
    noteWordings.append(
      Wording(
        "question \(question.name): \(Figures.count(lacking)) of \(Figures.count(examples.count, "row")) have no answer"
          + (reasons.isEmpty ? "" : ", \(reasons.joined(separator: ", "))")))
  }
}

extension QuestionDataset {
  /// Checks that a model can learn each question from the rows that answer it.
  ///
  /// - Parameter file: the name for the message.
  /// - Throws: `DataError.oneLabelOnly`, `.oneAnswerOnly`.
  public func requireTrainable(file: String) throws(DataError) {
    for (place, question) in questions.enumerated() {
      var part = Dataset(examples: [], labels: question.labels, report: report)
      part.examples = examples.compactMap { example in
        guard let answer = example.answers[place] else { return nil }
        var example = example
        example.target = answer
        return example
      }
      try part.requireTrainable(file: "\(file), question \(question.name)")
    }
  }
}
