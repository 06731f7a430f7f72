import BertData
import BertInference
import BertStorage
import Foundation

/// A comparison for several questions about a text, with a ladder for each. Simple models learn each question by
/// itself, from the rows that answer it; the fine-tuned encoder learns all of them together and is judged on each.
public struct QuestionComparisonSession {
  private let job: ComparisonJob
  private let directory: ComparisonDirectory<QuestionComparisonRecord>
  /// The job of each question alone.
  private let parts: [ComparisonJob]
  private var ladders: [Ladder]

  /// Checks the job, and with `resume` reads what an earlier run has finished.
  ///
  /// - Throws: `option`, also for a question that too few test rows answer; `noRows`, `tooFewLabels`, `outputTaken`,
  ///   `outputBusy`, `nothingToResume`, `journalDamaged`, `resumeInputDiffers`, `resumeOptionsDiffer`.
  public init(_ job: ComparisonJob) throws(TuningError) {
    let data = job.data, questions = data.questions
    guard !questions.isEmpty else { throw .option(name: "task", value: "", rule: "must be several questions") }
    guard !data.test.isEmpty else { throw .noRows(part: "test") }
    for method in job.methods where !TrainingMethod.ladder.contains(method) {
      throw .option(name: "methods", value: method.rawValue, rule: "does not learn labels of texts by itself")
    }
    guard !job.drawsCurve else {
      throw .option(name: "curve", value: "", rule: "is for one question about a text")
    }
    guard job.others.isEmpty else {
      throw .option(name: "beside", value: job.others[0].name, rule: "is for one question about a text")
    }
    try job.requireParts()
    try job.options.validate(hasValidation: !data.validation.isEmpty)
    try job.options.validate(questions: questions.map(\.question))
    self.job = job
    directory = try ComparisonDirectory(at: job.output)
    let place = directory.url
    parts = try questions.indices.map { question throws(TuningError) in
      try Self.part(of: job, question, place: Self.place(of: questions[question].name, in: place))
    }
    ladders = parts.map { part in
      let problem = part.data.problem ?? .singleLabel
      let setup = ComparisonRecord.Setup(
        part, task: ComparedTask(problem), labels: part.data.labels.names, digest: data.digest,
        rows: [part.data.training.count, part.data.validation.count, part.data.test.count])
      return Ladder(
        setup, truth: ComparedAnswers(part.data.test.compactMap(\.target), problem), program: job.program)
    }
    guard job.resume else { return }
    let saved = try directory.record()
    for (place, question) in questions.enumerated() {
      guard let ladder = saved.tasks[question.name] else {
        throw .resumeInputDiffers(path: directory.recordFile.path, what: "other questions")
      }
      try ladders[place].keep(ladder, methods: job.methods, drawsCurve: false, file: directory.recordFile.path)
    }
  }

  private static func place(of question: String, in output: URL) -> URL {
    output.appendingPathComponent("tasks", isDirectory: true).appendingPathComponent(question, isDirectory: true)
  }

  /// The comparison of one question alone, on the rows that answer it.
  private static func part(of job: ComparisonJob, _ question: Int, place: URL) throws(TuningError) -> ComparisonJob {
    let labels = job.data.questions[question], problem = labels.question.problem
    func answered(_ rows: [Example]) -> [Example] {
      rows.compactMap { row in
        guard let answer = row.answers[question] else { return nil }
        var row = row
        row.target = answer
        row.answers = []
        return row
      }
    }
    let data = try TrainingData(
      labels: labels.labels, training: answered(job.data.training), validation: answered(job.data.validation),
      test: answered(job.data.test))
    guard data.test.count > (problem == .regression ? 1 : 0) else {
      throw .option(
        name: "test", value: "\(data.test.count)",
        rule: "must leave \(problem == .regression ? "two rows" : "a row") with an answer to \(labels.name) at least")
    }
    var part = job
    part.data = data
    part.options.metric = problem.usualMetric
    part.output = place
    return part
  }

  /// Trains and judges the methods that are not finished, writes `compare.json` after each rung, and `report.html` at
  /// the end.
  ///
  /// - Parameters:
  ///   - isCancelled: asked now and then. Finished rungs are kept, and `resume` continues an unfinished fine-tuning.
  ///   - onEvent: receives the events, on the calling thread.
  /// - Throws: a ``TuningError``; `interrupted` where `isCancelled` returned true.
  public mutating func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, onEvent: @escaping (ComparisonEvent) -> Void = { _ in }
  ) throws(TuningError) -> QuestionComparisonRecord {
    defer { directory.release() }
    do {
      for place in ladders.indices { try climb(place, isCancelled, onEvent) }
      if job.methods.contains(.finetune) { try addEncoder(isCancelled, onEvent) }
    } catch {
      guard case .interrupted = error else { throw error }
      throw .interrupted(checkpoint: directory.url.path)
    }
    for place in ladders.indices { ladders[place].recommend() }
    try directory.write(record)
    try directory.write(record.page(title: directory.url.lastPathComponent, command: job.command))
    return record
  }

  private var record: QuestionComparisonRecord {
    let questions = job.data.questions
    return QuestionComparisonRecord(
      formatVersion: QuestionComparisonRecord.format, createdWith: job.program, questions: questions.map(\.question),
      tasks: Dictionary(zip(questions.map(\.name), ladders.map(\.record)), uniquingKeysWith: { first, _ in first }))
  }

  /// Adds the rungs of the methods that learn one question by itself.
  private mutating func climb(
    _ place: Int, _ isCancelled: @escaping @Sendable () -> Bool, _ onEvent: @escaping (ComparisonEvent) -> Void
  ) throws(TuningError) {
    let part = parts[place], name = job.data.questions[place].name, problem = part.data.problem ?? .singleLabel
    let trainer = RungTrainer(job: part, isCancelled: isCancelled, onEvent: onEvent)
    onEvent(.question(name))
    try TuningError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(part.output) }
    for method in TrainingMethod.ladder where method != .finetune && job.methods.contains(method) {
      guard method.learns(problem) else { continue }
      if let kept = ladders[place].kept(method) {
        onEvent(.kept(ladders[place].add(method, kept)))
        continue
      }
      var runs: [ComparisonRung.Run] = []
      for seed in method.seeds(of: job.seeds) {
        onEvent(.started(method, seed: seed))
        let bundle = part.output.appendingPathComponent(method.bundleName(seed, of: job.seeds), isDirectory: true)
        var run = try trainer.run(method, on: nil, seed: seed, bundle: bundle)
        run.bundle = run.bundle.map { "tasks/\(name)/\($0)" }
        runs.append(run)
      }
      onEvent(.rung(ladders[place].add(method, runs)))
      try directory.write(record)
    }
  }

  /// Adds the rung of the encoder, which learns all questions together, to each ladder.
  private mutating func addEncoder(
    _ isCancelled: @escaping @Sendable () -> Bool, _ onEvent: @escaping (ComparisonEvent) -> Void
  ) throws(TuningError) {
    let method = TrainingMethod.finetune
    var runs = ladders.compactMap { $0.kept(method) }
    let isKept = runs.count == ladders.count
    if !isKept {
      runs = ladders.map { _ in [] }
      let trainer = QuestionRungTrainer(job: job, isCancelled: isCancelled, onEvent: onEvent)
      for seed in job.seeds {
        onEvent(.started(method, seed: seed))
        let bundle = directory.url.appendingPathComponent(method.bundleName(seed, of: job.seeds), isDirectory: true)
        for (place, run) in try trainer.runs(method, seed: seed, bundle: bundle).enumerated() {
          runs[place].append(run)
        }
      }
    }
    for place in ladders.indices {
      onEvent(.question(job.data.questions[place].name))
      let rung = ladders[place].add(method, runs[place])
      onEvent(isKept ? .kept(rung) : .rung(rung))
    }
    if !isKept { try directory.write(record) }
  }
}
