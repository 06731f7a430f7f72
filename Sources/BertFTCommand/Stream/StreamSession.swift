import BertArrow
import BertFT
import BertStorage

/// Answers batches of rows as they arrive. Each batch of standard input is answered by a batch with as many rows in the
/// same order, which is written before the next batch is read. Standard output has nothing but the stream.
///
/// A signal that arrives while a batch is answered ends the program after that answer; at any other time at once.
struct StreamSession<Model: StreamAnswering> {
  /// How many rows are answered together; a larger batch is answered in several steps.
  private let window = 1024

  private var model: Model
  private let flags: StreamFlags
  private let columns: ColumnOptions
  private let usual: TakenColumns?
  private let findsWords: Bool

  /// - Parameters:
  ///   - model: The model that answers.
  ///   - flags: The options of streams.
  ///   - columns: The options for columns.
  ///   - usual: The columns that are read where no option names them.
  ///   - findsWords: Whether a row may be a list of words.
  init(
    _ model: Model, _ flags: StreamFlags, _ columns: ColumnOptions, usual: TakenColumns? = nil, findsWords: Bool = false
  ) {
    self.usual = usual
    self.model = model
    self.flags = flags
    self.columns = columns
    self.findsWords = findsWords
  }

  /// Answers batches until the input ends.
  mutating func run(_ form: StreamForm) throws {
    switch form {
    case .jsonl: try answerObjects()
    case .arrow: try answerRecords()
    }
  }

  private mutating func answerObjects() throws {
    var batches = try ObjectBatches(
      .standardInput, options: columns.reading(usual: usual), findsWords: findsWords, maximumBytes: flags.limit)
    var output = StandardOutput()
    while let rows = try batches.next() {
      try Self.finishing {
        for start in stride(from: 0, to: rows.count, by: window) {
          let part = rows[start..<min(start + window, rows.count)]
          for (row, answer) in zip(part, try answers(to: part)) { try output.writeLine(line(row, answer)) }
        }
        try output.writeLine("")
        try output.flush()
      }
    }
  }

  private mutating func answerRecords() throws {
    var reader = ArrowStreamReader(StandardInput(), limit: flags.limit)
    guard let schema = try reader.schema() else { return }
    let found = try StreamColumns(
      names: schema.columns.map(\.name), options: columns.reading(usual: usual), file: DataSource.standardInput.name)
    let texts = found.texts.map { schema.columns[$0] }, pair = found.pair.map { schema.columns[$0] }
    for column in texts + [pair].compactMap({ $0 }) { try column.requireTexts() }
    let writer = ArrowStreamWriter(model.fields + [ArrowField("error", .utf8)])
    var output = StandardOutput()
    try output.append(writer.schema(metadata: metadata()))
    try output.flush()
    while let batch = try reader.next() {
      let bytes = batch.rows.multipliedReportingOverflow(by: model.bytesPerRow)
      guard !bytes.overflow, bytes.partialValue <= flags.limit else {
        throw ArrowError.answerTooLarge(
          rows: batch.rows, bytes: bytes.overflow ? .max : bytes.partialValue, limit: flags.limit)
      }
      try Self.finishing {
        let rows = try Self.rows(of: batch, found, texts, pair)
        var answers: [Result<Model.Answer, UnusableRow>] = []
        for start in stride(from: 0, to: rows.count, by: window) {
          answers += try self.answers(to: rows[start..<min(start + window, rows.count)])
        }
        let errors = answers.map { answer -> String? in
          if case .failure(let fault) = answer { fault.reason.commandLine } else { nil }
        }
        let values = model.values(answers.map { try? $0.get() })
        try output.append(writer.batch(values + [ArrowValues(errors)]))
        try output.flush()
      }
    }
    try output.append(ArrowStreamWriter.end)
    try output.flush()
  }

  private static func rows(
    of batch: ArrowBatch, _ columns: StreamColumns, _ texts: [ArrowSchema.Column], _ pair: ArrowSchema.Column?
  ) throws(ArrowError) -> [StreamedRow] {
    var parts: [ArrowTexts] = []
    for column in texts + [pair].compactMap({ $0 }) { parts.append(try batch.texts(column)) }
    return (0..<batch.rows).map { row in
      let values = parts.map { part in part.with(row) { $0.map(Array.init) } }
      return columns.row(
        texts: Array(values.prefix(texts.count)), pair: pair == nil ? nil : .some(values[texts.count]), number: row + 1)
    }
  }

  /// Does work that a signal does not interrupt; after a signal, ends the program when the work is done.
  private static func finishing(_ work: () throws -> Void) throws {
    try Interruption.handling(work)
    if Interruption.isRequested { throw CommandFailure(.interrupted, "") }
  }

  /// The answers to rows, in their order.
  ///
  /// - Throws: `CommandFailure` for an unusable row, where `--bad-rows error` is given.
  private mutating func answers(
    to rows: ArraySlice<StreamedRow>
  ) throws -> [Result<Model.Answer, UnusableRow>] {
    var questions: [StreamedRow.Question] = []
    for row in rows {
      switch row.question {
      case .success(var question):
        // The error is written in the row's own answer, so it needs no line number.
        if !endsAtBadRows { question.example.line = 0 }
        questions.append(question)
      case .failure(let fault):
        guard !endsAtBadRows else {
          throw CommandFailure(
            .badData, "\(DataSource.standardInput.name):\(row.line): \(fault.reason.commandLine)",
            remedy: "Leave out --bad-rows error to have such rows answered with their error.")
        }
      }
    }
    var answered = try answers(to: questions[...]).makeIterator()
    return rows.map { row in
      row.question.flatMap { _ in answered.next() ?? .failure(UnusableRow("the row has no answer")) }
    }
  }

  private var endsAtBadRows: Bool { columns.givenBadRows == .error }

  /// The answers to questions. If the model fails because of one question, the halves are asked separately until that
  /// question is alone; an answer does not depend on the other rows.
  private mutating func answers(
    to questions: ArraySlice<StreamedRow.Question>
  ) throws -> [Result<Model.Answer, UnusableRow>] {
    guard !questions.isEmpty else { return [] }
    do {
      return try model.answers(to: Array(questions)).map { .success($0) }
    } catch let error as InferenceError where error.isOfOneRow && !endsAtBadRows {
      guard questions.count > 1 else { return [.failure(UnusableRow(error.wording))] }
      let middle = questions.startIndex + questions.count / 2
      return try answers(to: questions[..<middle]) + answers(to: questions[middle...])
    }
  }

  /// A row's answer as a line: the row's own members as they were written, then those of the answer, which replace
  /// members of the same name.
  private func line(_ row: StreamedRow, _ answer: Result<Model.Answer, UnusableRow>) -> String {
    var answered: [(String, JSONValue)]
    switch answer {
    case .success(let answer): answered = model.members(answer)
    case .failure(let fault): answered = [("error", .string(fault.reason.commandLine))]
    }
    if case .success = answer, model.tellsText, case .success(let question) = row.question {
      var texts: [(String, JSONValue)] = [("text", .string(question.example.text))]
      if let pair = question.example.pair { texts.append(("pair", .string(pair))) }
      answered = texts.filter { text in !row.members.contains { $0.key == text.0 } } + answered
    }
    // The row's own `error` would be mistaken for an error of this answer.
    let taken = Set(answered.map(\.0) + ["error"])
    let kept = row.members.filter { !taken.contains($0.key) }.map { ($0.key, JSONValue.verbatim($0.json)) }
    return JSONValue.object(kept + answered).line
  }

  /// The metadata of the schema: the version, the settings, and in `making` a hash of these, without the model's name,
  /// and of the model's answers to a probe. There is no hash where the model cannot answer any probe.
  private mutating func metadata() -> [(key: String, value: String)] {
    let facts = [("version", Version.current)] + model.facts
    for probe in model.probes {
      guard let answers = try? model.answers(to: probe) else { continue }
      let lines =
        facts.filter { $0.0 != "model" }.map { "\($0.0) \($0.1)" }
        + answers.map { JSONValue.object(model.members($0)).line }
      var hash = FNV1a()
      for byte in lines.joined(separator: "\n").utf8 { hash.add(byte) }
      return facts + [("making", String(hash.value, radix: 16))]
    }
    return facts
  }
}

extension InferenceError {
  /// Whether one row is the cause, so that the model may answer other rows.
  fileprivate var isOfOneRow: Bool {
    switch self {
    case .pairMissing, .pairUnexpected, .unreadableTokens, .notFinite: true
    default: false
    }
  }
}
