import BertData
import BertStorage
import Foundation

/// A comparison: each method is trained and judged on the same rows, from the cheapest up.
public struct ComparisonSession {
  private enum Job {
    case texts(ComparisonJob)
    case tokens(TokenComparisonJob)
  }

  private let job: Job
  /// The cheapest first.
  private let methods: [TrainingMethod]
  private let seeds: [UInt64]
  /// The encoders beside the first.
  private let others: [OtherEncoder]
  private let drawsCurve: Bool
  private let command: String?
  private let directory: ComparisonDirectory<ComparisonRecord>
  private var ladder: Ladder

  /// Checks the job, and with `resume` reads what an earlier run has finished.
  ///
  /// - Throws: `option`, `noRows`, `outputTaken`, `outputBusy`, `nothingToResume`, `journalDamaged`,
  ///   `resumeInputDiffers`, `resumeOptionsDiffer`.
  public init(_ job: ComparisonJob) throws(TuningError) {
    let data = job.data
    guard !data.test.isEmpty else { throw .noRows(part: "test") }
    let problem = try BaselineSession.problem(data)
    for method in job.methods where !method.learns(problem) {
      throw .option(name: "methods", value: method.rawValue, rule: method.refusal(of: problem))
    }
    guard problem != .regression || data.test.count > 1 else {
      throw .option(
        name: "test", value: "\(data.test.count)", rule: "must leave two rows at least, or R² is not defined")
    }
    try job.requireParts()
    try job.options.validate(hasValidation: !data.validation.isEmpty)
    try job.options.validate(problem: problem)
    try job.pairOptions.validate(hasValidation: !data.validation.isEmpty)
    try self.init(
      .texts(job), job, task: ComparedTask(problem), labels: data.labels.names, digest: data.digest,
      rows: [data.training.count, data.validation.count, data.test.count],
      truth: ComparedAnswers(data.test.compactMap(\.target), problem))
  }

  /// Checks a job on labels of tokens, and with `resume` reads what an earlier run has finished.
  ///
  /// - Throws: As ``init(_:)-(ComparisonJob)``.
  public init(_ job: TokenComparisonJob) throws(TuningError) {
    let data = job.data
    guard !data.test.isEmpty else { throw .noRows(part: "test") }
    for method in job.methods where !TrainingMethod.tokenLadder.contains(method) {
      throw .option(name: "methods", value: method.rawValue, rule: "learns labels of texts, and these are of tokens")
    }
    try job.requireParts()
    try job.options.validate(hasValidation: !data.validation.isEmpty)
    try job.options.validateForTokens()
    try self.init(
      .tokens(job), job, task: .tokens, labels: data.labels, digest: data.digest,
      rows: [data.training.count, data.validation.count, data.test.count],
      truth: .entities(data.test.map { $0.entities ?? [] }))
  }

  private init<Rows>(
    _ own: Job, _ job: ComparedJob<Rows>, task: ComparedTask, labels: [String], digest: String, rows: [Int],
    truth: ComparedAnswers
  ) throws(TuningError) {
    self.job = own
    methods = (task == .tokens ? TrainingMethod.tokenLadder : TrainingMethod.comparable).filter(job.methods.contains)
    seeds = job.seeds
    try job.requireOthers()
    others = job.others
    drawsCurve = job.drawsCurve
    command = job.command
    directory = try ComparisonDirectory(at: job.output)
    let setup = ComparisonRecord.Setup(job, task: task, labels: labels, digest: digest, rows: rows)
    ladder = Ladder(setup, truth: truth, program: job.program)
    guard job.resume else { return }
    try ladder.keep(
      directory.record(), methods: job.methods, others: job.others.map(\.name), drawsCurve: job.drawsCurve,
      file: directory.recordFile.path)
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
  ) throws(TuningError) -> ComparisonRecord {
    defer { directory.release() }
    func maker(_ other: OtherEncoder?) -> any RungMaker {
      switch job {
      case .texts(let job): RungTrainer(job: job.with(other), isCancelled: isCancelled, onEvent: onEvent)
      case .tokens(let job): TokenRungTrainer(job: job.with(other), isCancelled: isCancelled, onEvent: onEvent)
      }
    }
    do {
      for method in methods {
        try climb(method, nil, maker(nil), onEvent)
        for other in others where method.needsEncoder { try climb(method, other, maker(other), onEvent) }
      }
      if drawsCurve { try drawCurve(maker(nil), onEvent) }
    } catch {
      guard case .interrupted = error else { throw error }
      throw .interrupted(checkpoint: directory.url.path)
    }
    ladder.recommend()
    try directory.write(ladder.record)
    try directory.write(ladder.record.page(title: directory.url.lastPathComponent, command: command))
    return ladder.record
  }

  /// Adds a rung: trains the method, unless an earlier run has finished it.
  ///
  /// - Parameter other: The encoder; nil for the first encoder and without one.
  private mutating func climb(
    _ method: TrainingMethod, _ other: OtherEncoder?, _ maker: any RungMaker, _ onEvent: (ComparisonEvent) -> Void
  ) throws(TuningError) {
    if let kept = ladder.kept(method, encoder: other?.name) {
      onEvent(.kept(ladder.add(method, encoder: other?.name, kept)))
      return
    }
    var runs: [ComparisonRung.Run] = []
    for seed in method.seeds(of: seeds) {
      onEvent(.started(method, seed: seed))
      let name = method.bundleName(seed, of: seeds) + (other.map { "-\($0.ending)" } ?? "")
      let bundle = directory.url.appendingPathComponent(name, isDirectory: true)
      runs.append(try maker.run(method, on: nil, seed: seed, bundle: bundle))
    }
    onEvent(.rung(ladder.add(method, encoder: other?.name, runs)))
    try directory.write(ladder.record)
  }

  /// The sizes of a learning curve below all rows: a sixteenth, an eighth, a quarter and a half of them, 32 rows at
  /// least.
  static func curveSizes(_ rows: Int) -> [Int] {
    [16, 8, 4, 2].map { rows / $0 }.filter { $0 >= 32 }
  }

  private mutating func drawCurve(
    _ maker: any RungMaker, _ onEvent: (ComparisonEvent) -> Void
  ) throws(TuningError) {
    let rows = ladder.record.setup.trainingRows, seed = seeds[0]
    var generator = SeededGenerator(seed: seed)
    // Each size includes the rows of the smaller ones, so that only the number of rows changes along a curve.
    let order = generator.permutation(rows)
    let scratch = directory.url.appendingPathComponent("curve", isDirectory: true)
    defer { FileSystem.discard(scratch) }
    func add(_ run: ComparisonRung.Run, _ method: TrainingMethod, rows: Int) throws(TuningError) {
      let point = ladder.add(run, to: method, rows: rows)
      try directory.write(ladder.record)
      onEvent(.point(point))
    }
    // Only for the first encoder, since a curve takes about as long as its rung.
    for rung in ladder.record.rungs where rung.method != .majority && rung.encoder == nil {
      for size in Self.curveSizes(rows) where !ladder.hasPoint(rung.method, rows: size) {
        let part = order.prefix(size).sorted()
        guard maker.teaches(part) else { continue }
        onEvent(.started(rung.method, seed: seed))
        try add(maker.run(rung.method, on: part, seed: seed, bundle: scratch), rung.method, rows: size)
        FileSystem.discard(scratch)
      }
      guard let whole = rung.runs.first, !ladder.hasPoint(rung.method, rows: rows) else { continue }
      try add(whole, rung.method, rows: rows)
    }
  }
}

extension TrainingMethod {
  /// The seeds to train with: all of them, or the first alone where the method is not random.
  func seeds(of all: [UInt64]) -> [UInt64] { isSeeded ? all : Array(all.prefix(1)) }

  /// The name of the bundle of a seed.
  func bundleName(_ seed: UInt64, of all: [UInt64]) -> String {
    isSeeded && all.count > 1 ? "\(rawValue)-seed\(seed)" : rawValue
  }
}

extension ComparedJob {
  /// Checks that the job has what its methods need.
  ///
  /// - Throws: `option` where a method's encoder, vectors or table are not given, and without methods or seeds.
  func requireParts() throws(TuningError) {
    guard !seeds.isEmpty, !methods.isEmpty else {
      throw .option(name: "methods", value: "", rule: "must name at least one method")
    }
    if let method = methods.first(where: { $0.needsEncoder }), encoder == nil {
      throw .option(name: "methods", value: method.rawValue, rule: "needs an encoder")
    }
    guard !methods.contains(where: \.takesVectors) || vectors != nil else {
      throw .option(name: "methods", value: TrainingMethod.glove.rawValue, rule: "needs word vectors")
    }
    guard !methods.contains(where: \.takesTable) || table != nil else {
      throw .option(name: "methods", value: TrainingMethod.static.rawValue, rule: "needs a table of token vectors")
    }
  }
}

extension ComparisonRecord.Setup {
  /// - Parameters:
  ///   - rows: For training, for validation and for the test.
  init<Rows>(_ job: ComparedJob<Rows>, task: ComparedTask, labels: [String], digest: String, rows: [Int]) {
    var options = job.options
    if let seed = job.seeds.first { options.seed = seed }
    self.init(
      contentSha256: digest, problem: task == .singleLabel ? nil : task, labels: labels, trainingRows: rows[0],
      validationRows: rows[1], testRows: rows[2], seeds: job.seeds, encoder: job.encoderName, vectors: job.vectorsName,
      table: job.tableName, options: options)
  }
}
