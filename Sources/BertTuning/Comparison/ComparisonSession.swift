import BertData
import BertStorage
import Foundation

/// The ladder: each method trained and judged on the same rows, from the cheapest up.
public struct ComparisonSession {
  private let job: ComparisonJob
  private let directory: ComparisonDirectory
  private var record: ComparisonRecord
  private let statistics: RungStatistics
  private var problem: ProblemType { statistics.problem }

  /// Checks the job, and with `resume` what lies there.
  ///
  /// - Throws: `option`, `noRows`, `outputTaken`, `nothingToResume`, `resumeInputDiffers`, `resumeOptionsDiffer`.
  public init(_ job: ComparisonJob) throws(TuningError) {
    self.job = job
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
    guard let first = job.seeds.first, !job.methods.isEmpty else {
      throw .option(name: "methods", value: "", rule: "must name at least one method")
    }
    if let method = job.methods.first(where: { $0.needsEncoder }), job.encoder == nil {
      throw .option(name: "methods", value: method.rawValue, rule: "needs an encoder")
    }
    guard !job.methods.contains(where: \.takesVectors) || job.vectors != nil else {
      throw .option(name: "methods", value: TrainingMethod.glove.rawValue, rule: "needs word vectors")
    }
    try job.options.validate(hasValidation: !data.validation.isEmpty)
    try job.options.validate(problem: problem)
    directory = try ComparisonDirectory(at: job.output)
    var options = job.options
    options.seed = first
    let setup = ComparisonRecord.Setup(
      contentSha256: data.digest, problem: problem == .singleLabel ? nil : problem, labels: data.labels.names,
      trainingRows: data.training.count,
      validationRows: data.validation.count, testRows: data.test.count, seeds: job.seeds, encoder: job.encoderName,
      vectors: job.vectorsName, options: options)
    let truth = ComparedAnswers(data.test.compactMap(\.target), problem)
    statistics = RungStatistics(
      problem, truth: truth, labels: data.labels.count, bootstrap: RowBootstrap(seed: first))
    record = ComparisonRecord(
      formatVersion: problem == .singleLabel ? ComparisonRecord.oneLabelFormat : ComparisonRecord.format,
      createdWith: job.program, setup: setup, truth: truth)
    if job.resume {
      let saved = try directory.record()
      try Self.check(saved.setup, setup, directory)
      record.rungs = try rungs(saved).filter { job.methods.contains($0.method) }
      record.curve = job.drawsCurve ? saved.curve.filter { job.methods.contains($0.method) } : []
    }
  }

  private static func check(
    _ saved: ComparisonRecord.Setup, _ setup: ComparisonRecord.Setup, _ directory: ComparisonDirectory
  ) throws(TuningError) {
    let path = directory.recordFile.path
    guard saved.contentSha256 == setup.contentSha256 else { throw .resumeInputDiffers(path: path, what: "other data") }
    guard saved.encoder == nil || setup.encoder == nil || saved.encoder == setup.encoder else {
      throw .resumeInputDiffers(path: path, what: "another encoder")
    }
    guard saved.vectors == nil || setup.vectors == nil || saved.vectors == setup.vectors else {
      throw .resumeInputDiffers(path: path, what: "other word vectors")
    }
    var names: [String] = []
    if saved.seeds != setup.seeds { names.append("seeds") }
    if saved.options != setup.options { names.append("training options") }
    guard names.isEmpty else { throw .resumeOptionsDiffer(path: path, names: names) }
  }

  /// The rungs of a record. Every figure is made again of the predictions, which must fit the rows.
  private func rungs(_ saved: ComparisonRecord) throws(TuningError) -> [ComparisonRung] {
    let metrics = ComparedMetrics(problem)
    return try saved.rungs.map { rung throws(TuningError) in
      var rung = rung
      let answers = rung.runs.compactMap { $0.predictions.fitted(to: problem, labels: statistics.labels) }
      guard !answers.isEmpty, answers.count == rung.runs.count, answers.allSatisfy({ $0.count == record.truth.count }),
        rung.runs.allSatisfy({ $0.figures.metrics == metrics })
      else {
        throw .fileMalformed(
          path: directory.recordFile.path,
          reason: "its predictions do not fit the rows; start again without resuming")
      }
      for (run, own) in answers.enumerated() { rung.runs[run].predictions = own }
      return rung
    }
  }

  /// Runs what is not done yet, writes `compare.json` after each rung, and `report.html` at the end.
  ///
  /// - Parameters:
  ///   - isCancelled: asked now and then; finished rungs stay, and a fine-tuning run goes on with `resume`.
  ///   - onEvent: told what happens, on the calling thread.
  /// - Throws: a ``TuningError``; `interrupted` where `isCancelled` said true.
  public mutating func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, onEvent: @escaping (ComparisonEvent) -> Void = { _ in }
  ) throws(TuningError) -> ComparisonRecord {
    defer { directory.release() }
    let trainer = RungTrainer(job: job, isCancelled: isCancelled, onEvent: onEvent)
    do {
      try climb(trainer, onEvent)
      if job.drawsCurve { try drawCurve(trainer, onEvent) }
    } catch {
      guard case .interrupted = error else { throw error }
      throw .interrupted(checkpoint: directory.url.path)
    }
    record.recommendation = Recommendation(rungs: record.rungs, statistics: statistics).text
    try directory.write(record)
    try directory.write(record.page(title: directory.url.lastPathComponent, command: job.command))
    return record
  }

  private mutating func climb(
    _ trainer: RungTrainer, _ onEvent: (ComparisonEvent) -> Void
  ) throws(TuningError) {
    let done = record.rungs
    record.rungs = []
    for method in TrainingMethod.ladder where job.methods.contains(method) {
      let kept = done.first { $0.method == method }
      var runs = kept?.runs ?? []
      if kept == nil {
        for seed in method.isSeeded ? job.seeds : Array(job.seeds.prefix(1)) {
          onEvent(.started(method, seed: seed))
          let name = method.isSeeded && job.seeds.count > 1 ? "\(method.rawValue)-seed\(seed)" : method.rawValue
          let bundle = directory.url.appendingPathComponent(name, isDirectory: true)
          let outcome = try trainer.train(method, on: job.data.training, seed: seed, bundle: bundle)
          runs.append(try trainer.judge(outcome, seed: seed, bundle: method == .majority ? nil : bundle))
        }
      }
      let rung = statistics.rung(method, runs: runs, below: record.rungs.last)
      record.rungs.append(rung)
      onEvent(kept == nil ? .rung(rung) : .kept(rung))
      if kept == nil { try directory.write(record) }
    }
  }

  /// The sizes of a learning curve: sixteenths of the rows, doubled; below 32 rows there is little to learn from.
  static func curveSizes(_ rows: Int) -> [Int] {
    [16, 8, 4, 2].map { rows / $0 }.filter { $0 >= 32 }
  }

  private mutating func drawCurve(
    _ trainer: RungTrainer, _ onEvent: (ComparisonEvent) -> Void
  ) throws(TuningError) {
    let rows = job.data.training
    let seed = job.seeds[0]
    var generator = SeededGenerator(seed: seed)
    // Each part lies in the next, so that a curve shows more rows, not other rows.
    let order = generator.permutation(rows.count)
    let scratch = directory.url.appendingPathComponent("curve", isDirectory: true)
    defer { FileSystem.discard(scratch) }
    for rung in record.rungs where rung.method != .majority {
      for size in Self.curveSizes(rows.count) {
        guard !record.curve.contains(where: { $0.method == rung.method && $0.rows == size }) else { continue }
        let part = order.prefix(size).sorted().map { rows[$0] }
        guard TrainingData.teaches(part.compactMap(\.target), labels: job.data.labels.count) else { continue }
        onEvent(.started(rung.method, seed: seed))
        let outcome = try trainer.train(rung.method, on: part, seed: seed, bundle: scratch)
        try add(trainer.judge(outcome, seed: seed, bundle: scratch), rung.method, rows: size, onEvent)
        FileSystem.discard(scratch)
      }
      guard let whole = rung.runs.first,
        !record.curve.contains(where: { $0.method == rung.method && $0.rows == rows.count })
      else { continue }
      try add(whole, rung.method, rows: rows.count, onEvent)
    }
  }

  private mutating func add(
    _ run: ComparisonRung.Run, _ method: TrainingMethod, rows: Int, _ onEvent: (ComparisonEvent) -> Void
  ) throws(TuningError) {
    let rung = statistics.rung(method, runs: [run], below: nil)
    let point = ComparisonRecord.CurvePoint(
      method: method, rows: rows, figures: rung.figures, interval: rung.interval)
    record.curve.append(point)
    try directory.write(record)
    onEvent(.point(point))
  }
}
