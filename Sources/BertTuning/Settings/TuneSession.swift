import BertData
import BertEncoder
import BertInference
import BertStorage
public import Foundation

/// A search among settings by successive halving with cross-validation, and the training of the best.
///
/// Settings are judged on parts of the training rows. The validation rows choose the epoch of the final training alone,
/// and the test rows judge its bundle once. The same seed gives the same decision, unless the time limit ends the
/// search.
public final class TuneSession {
  let job: TuneJob
  private let directory: ComparisonDirectory<TuneRecord>
  private let encoder: SharedEncoder
  private let trials: MethodTrials
  private let setup: TuneRecord.Setup
  private let rule: HalvingRule
  private let started = ContinuousClock.now

  /// Where the bundle goes.
  public var bundle: URL {
    directory.url.appendingPathComponent(TuneJob.bundleName, isDirectory: true)
  }

  /// Checks what can be checked before anything is tried, and locks the directory.
  ///
  /// - Throws: `option` for a task other than one label a text, for methods, trials and limits that are not valid, and
  ///   for what the options refuse; `outputTaken`, `searchTaken`, `outputBusy`; what opening the encoder throws;
  ///   `tooFewLabels` where no rows can be held back.
  public init(_ job: TuneJob) throws(TuningError) {
    self.job = job
    let training = job.training, options = training.options, data = training.data
    try TrainingOptions.check(
      "task", data.problem?.rawValue ?? "", data.problem == .singleLabel, "is searched for one label a text alone")
    for method in job.methods where !TuneJob.methods.contains(method) {
      throw .option(name: "methods", value: method.rawValue, rule: "has no settings that are searched")
    }
    try TrainingOptions.check(
      "methods", job.methods.map(\.rawValue).joined(separator: ","), job.methods.contains(where: \.needsEncoder),
      "must name a method with an encoder")
    try TrainingOptions.check(
      "metric", options.metric.rawValue, HalvingRule.metrics.contains(options.metric),
      "must be accuracy or macro-f1, which depend on predicted labels alone")
    if let trials = job.trials {
      try TrainingOptions.check("trials", trials, (1...1000).contains(trials), "must be from 1 to 1000")
    }
    if let limit = job.timeLimit {
      try TrainingOptions.check("time", Figures.duration(limit), limit > 0 && limit.isFinite, "must be above 0")
    }
    try options.validate(hasValidation: !data.validation.isEmpty || data.folds != nil)
    try job.pairs.validate(hasValidation: !data.validation.isEmpty || data.folds != nil)
    let earlier = training.output.appendingPathComponent(TuneRecord.fileName)
    guard training.resume || !FileManager.default.fileExists(atPath: earlier.path) else {
      throw .searchTaken(path: training.output.path)
    }
    directory = try ComparisonDirectory(at: training.output)
    if !training.resume {
      try BundlePlacement.check(
        destination: training.output.appendingPathComponent(TuneJob.bundleName, isDirectory: true))
    }
    encoder = try SharedEncoder(at: training.encoder, forSeveral: true)
    let scratch = directory.url.appendingPathComponent("trials", isDirectory: true)
    try TuningError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(scratch) }
    guard
      let trials = try MethodTrials(
        training, pairs: job.pairs, sharing: encoder, parts: HalvingRule.parts, in: scratch)
    else { throw .noRows(part: "training") }
    self.trials = trials
    rule = HalvingRule(
      truth: trials.division.parts.map { $0.held.compactMap(\.label) }, classes: data.labels.count,
      metric: options.metric)
    setup = TuneRecord.Setup(
      contentSha256: data.digest, encoderSha256: try encoder.digest(), encoder: training.encoderName,
      labels: data.labels.names, trainingRows: data.training.count, validationRows: data.validation.count,
      testRows: data.test.count, methods: job.methods, trials: job.trials, timeLimit: job.timeLimit,
      epochs: job.epochs, learningRate: job.learningRate, maxLength: job.maxLength, options: options,
      pairOptions: job.pairs)
  }

  /// Searches, trains the best setting on all rows, and writes `tune.json`, `report.html` and the bundle.
  ///
  /// - Parameters:
  ///   - isCancelled: Called before each step and each batch. When it returns true, the search ends and what is done is
  ///     kept.
  ///   - onEvent: Called with each event, on the calling thread.
  /// - Throws: A ``TuningError``; `interrupted` where `isCancelled` returned true; with `resume`, `nothingToResume`,
  ///   `resumeOptionsDiffer`, `resumeInputDiffers`, `journalDamaged`.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, onEvent: @escaping (TuneEvent) -> Void = { _ in }
  ) throws(TuningError) -> TuneRecord {
    defer { directory.release() }
    var record = job.training.resume ? try resumed() : try planned()
    do throws(TuningError) {
      if record.chosen == nil {
        onEvent(.planned(record))
        try search(&record, isCancelled: isCancelled, onEvent: onEvent)
      }
      onEvent(.decided(record))
      FileSystem.discard(trials.directory)
      if record.final == nil {
        try finish(&record, isCancelled: isCancelled, onEvent: onEvent)
        try directory.write(record)
      }
    } catch {
      guard case .interrupted = error else { throw error }
      throw .interrupted(checkpoint: directory.url.path)
    }
    try directory.write(record.page(title: directory.url.lastPathComponent, command: job.training.command))
    return record
  }

  // MARK: What is tried

  /// The record of a search that begins.
  private func planned() throws(TuningError) -> TuneRecord {
    let known = try space().settings(
      trials: job.trials ?? (job.timeLimit == nil ? TuneJob.usualTrials : TuneJob.mostTrials),
      seed: job.training.options.seed)
    var planned: [TuneTrial] = []
    for setting in known { planned.append(try trial(planned.count + 1, setting)) }
    if job.trials == nil {
      planned = Array(
        planned.prefix(Halving(rule, candidates: planned.map(\.candidate), timeLimit: job.timeLimit).affordable))
    }
    let record = TuneRecord(
      createdWith: job.training.program, setup: setup, truth: rule.truth, rungs: rule.rungs, trials: planned)
    try directory.write(record)
    return record
  }

  /// The record of a search that is resumed.
  private func resumed() throws(TuningError) -> TuneRecord {
    let record = try directory.record(), path = directory.url.path, old = record.setup
    guard old.contentSha256 == setup.contentSha256, record.truth == rule.truth else {
      throw .resumeInputDiffers(path: path, what: "other data, or the same divided otherwise")
    }
    guard record.fits(rule) else {
      throw .journalDamaged(path: directory.recordFile.path, reason: "not \(TuneRecord.title)")
    }
    guard old.encoderSha256 == setup.encoderSha256 else {
      throw .resumeInputDiffers(path: path, what: "another encoder")
    }
    var names = Set<String>()
    for (was, now) in [(old.options, setup.options), (old.pairOptions, setup.pairOptions)] {
      names.formUnion(now.namesDiffering(from: was))
    }
    if old.methods != setup.methods { names.insert("methods") }
    if old.trials != setup.trials { names.insert("trials") }
    if old.timeLimit != setup.timeLimit { names.insert("time") }
    if old.epochs != setup.epochs { names.insert("epochs") }
    if old.learningRate != setup.learningRate { names.insert("learningRate") }
    if old.maxLength != setup.maxLength { names.insert("maxLength") }
    guard names.isEmpty else { throw .resumeOptionsDiffer(path: path, names: names.sorted()) }
    return record
  }

  private func space() throws(TuningError) -> SettingSpace {
    let options = job.training.options, longest = encoder.source.longestSequence
    var lengths = [job.maxLength ?? options.maxLength]
    if job.maxLength == nil {
      var reading = TrainingSetting(.features, epochs: 1, maxLength: min(512, longest)).options(
        options, pairs: job.pairs)
      reading.longText = .truncate
      let tokens = try trials.session(reading, trials.whole, named: "lengths").encodedTraining.map(\.tokenCount)
      lengths = SettingSpace.lengths(of: tokens, usual: options.maxLength, longest: longest)
    }
    var space = SettingSpace(
      methods: job.methods, usualEpochs: options.epochs, layers: encoder.source.configuration.layerCount,
      lengths: lengths, usualLength: job.maxLength ?? options.maxLength,
      pairLength: job.maxLength ?? job.pairs.maxLength)
    space.fixedEpochs = job.epochs
    space.fixedRate = job.learningRate
    return space
  }

  /// A setting with its expected cost and times.
  private func trial(_ number: Int, _ setting: TrainingSetting) throws(TuningError) -> TuneTrial {
    var trial = TuneTrial(
      number: number, setting: setting, learningRate: nil, cost: 0, partSeconds: 0, trainingSeconds: 0,
      command: job.command(setting))
    guard setting.method.needsEncoder else { return trial }
    let options = setting.options(job.training.options, pairs: job.pairs)
    let plan = try trials.session(options, trials.whole, named: "forecast").plan
    let rows = trials.division.parts[0]
    trial.learningRate = plan.learningRate
    trial.cost = cost(plan, setting)
    trial.trainingSeconds = plan.expectedSeconds
    trial.partSeconds =
      plan.expectedSeconds * Double(rows.training.count + rows.held.count / 3) / Double(max(1, plan.trainingRows))
    return trial
  }

  /// The cost in tokens through the encoder: a backward pass counts as two forward passes, less for frozen layers.
  private func cost(_ plan: TrainingPlan, _ setting: TrainingSetting) -> Double {
    let tokens = Double(plan.tokensPerEpoch)
    guard setting.takesSteps else { return tokens }
    guard setting.method != .setfit else {
      // Both texts of each pair.
      let texts = Double(plan.steps * job.pairs.batchSize * 2)
      return 3 * texts * tokens / Double(max(1, plan.trainingRows))
    }
    var back = 2.0
    if case .layers(let count) = setting.freeze { back *= 1 - Double(count) / Double(max(1, plan.layers)) }
    return tokens * Double(plan.epochs) * (1 + back)
  }

  // MARK: The search

  private func search(
    _ record: inout TuneRecord, isCancelled: @escaping @Sendable () -> Bool, onEvent: @escaping (TuneEvent) -> Void
  ) throws(TuningError) {
    let earlier = record.seconds
    func spent() -> Double { earlier + started.duration(to: .now).inSeconds }
    let kept = record.trials.reduce(0) { $0 + $1.parts.count }
    if kept > 0 { onEvent(.resumed(parts: kept)) }
    var last = record
    let halving = Halving(rule, candidates: record.trials.map(\.candidate), timeLimit: job.timeLimit)
    var parts = 0
    let result = try halving.run(spent: spent) { (place: Int, part: Int) throws(TuningError) -> Halving.Answer in
      let trial = last.trials[place]
      if part < trial.parts.count {
        return .init(labels: trial.parts[part].labels, seconds: trial.parts[part].seconds)
      }
      if isCancelled() { throw .interrupted(checkpoint: nil) }
      onEvent(.part(trial, part + 1, of: parts))
      let began = ContinuousClock.now
      let logits = try self.trials.logits(
        trial.setting.options(self.job.training.options, pairs: self.job.pairs), part: part,
        named: "trial-\(trial.number)", isCancelled: isCancelled
      ) { event in
        if event.concernsParts { onEvent(.training(event)) }
      }
      let labels = self.trials.labels(logits), seconds = began.duration(to: .now).inSeconds
      last.trials[place].parts.append(.init(labels: labels, seconds: seconds))
      last.trials[place].judge(self.rule)
      last.seconds = spent()
      try self.directory.write(last)
      if part + 1 == parts { onEvent(.judged(last.trials[place])) }
      return .init(labels: labels, seconds: seconds)
    } onRung: { number, settings, count in
      parts = count
      onEvent(.rung(number, settings: settings.count, parts: count))
    }
    last.seconds = spent()
    last.conclude(result, rule)
    if last.chosen == nil, let divergence = result.divergence { throw divergence }
    guard last.chosen != nil else {
      throw .option(
        name: "time", value: Figures.duration(job.timeLimit ?? 0),
        rule: "is too short to try one setting and to train by it")
    }
    try directory.write(last)
    record = last
  }

  // MARK: The training

  /// Trains with the setting that is taken, as its own command does.
  private func finish(
    _ record: inout TuneRecord, isCancelled: @escaping @Sendable () -> Bool, onEvent: (TuneEvent) -> Void
  ) throws(TuningError) {
    guard let taken = record.taken else { return }
    var run = job.training
    run.options = taken.setting.options(run.options, pairs: job.pairs)
    run.output = bundle
    run.command = taken.command
    run.resume = run.resume && RunDirectory.holdsRun(for: bundle)
    // A run that ended between writing the bundle and its record writes the bundle again, with the same bytes.
    if job.training.resume { FileSystem.discard(bundle) }
    let outcome: TrainingOutcome
    if taken.setting.method.needsEncoder {
      outcome = try TrainingSession(run, withBaseline: true, sharing: encoder).run(isCancelled: isCancelled) {
        onEvent(.training($0))
      }
    } else {
      let session = try BaselineSession(MethodTrials.simpleJob(run))
      onEvent(.simple(session.planLines))
      for warning in session.warnings { onEvent(.training(.warning(warning))) }
      outcome = try session.run(isCancelled: isCancelled)
    }
    record.final = TuneRecord.Final(
      validation: outcome.validation, test: outcome.test, seconds: outcome.seconds, bundle: TuneJob.bundleName)
  }
}

extension TuneTrial {
  /// What a search knows of the setting before it is tried.
  var candidate: Halving.Candidate {
    Halving.Candidate(
      cost: cost, partSeconds: partSeconds, trainingSeconds: trainingSeconds,
      staysOn: !setting.takesSteps)
  }

  /// Sets the figures by the parts that are judged.
  mutating func judge(_ rule: HalvingRule) {
    let labels = parts.map(\.labels)
    guard !labels.isEmpty else { return }
    score = rule.score(labels)
    standardError = rule.standardError(labels)
    isStuck = rule.isStuck(labels)
    rungs = rule.rungs.filter { $0 <= labels.count }.map { rule.score(Array(labels.prefix($0))) }
  }
}

extension TuneRecord {
  /// Whether a search by the rule can have written this record: the labels of judged parts are those of its rows, and
  /// the trial that is taken is one of the trials.
  fileprivate func fits(_ rule: HalvingRule) -> Bool {
    (chosen == nil || taken != nil)
      && trials.allSatisfy { trial in
        trial.parts.count <= rule.truth.count
          && zip(trial.parts, rule.truth).allSatisfy { part, truth in
            part.labels.count == truth.count && part.labels.allSatisfy((0..<rule.classes).contains)
          }
      }
  }

  /// Stores the result of a search.
  mutating func conclude(_ result: Halving.Result, _ rule: HalvingRule) {
    isCut = result.isCut
    for place in trials.indices {
      let (outcome, reason): (TuneTrial.Outcome, String) =
        switch result.fates[place] {
        case .dropped(let rung): (.dropped, "not among the best third on rung \(rung)")
        case .diverged: (.failed, "its loss was no longer a number")
        case .untried: (.untried, "the time left was too short")
        case .last: (.passed, "judged to the end, and another is taken")
        case .taken: (.taken, "taken")
        }
      (trials[place].outcome, trials[place].reason) = (outcome, reason)
    }
    guard let choice = result.choice else { return }
    let taken = trials[choice.taken], best = trials[choice.best]
    chosen = taken.number
    var reason =
      "\(metric.title) \(taken.figure ?? "") on \(Figures.count(taken.rows, "row")) that it did not learn from"
    if choice.taken != choice.best {
      reason +=
        "; trial \(best.number) has \(best.figure ?? ""), costs more and is not ahead by more than one standard error"
    }
    self.reason = reason
    remarks = TuneRemarks(trials).sentences
    let untried = trials.count { $0.outcome == .untried }
    if isCut || untried > 0 {
      remarks.append(
        "The time ended the search"
          + (untried > 0
            ? ": \(Figures.count(untried, "setting")) of \(Figures.count(trials.count)) were not tried."
            : " before its last rung.")
          + " With more time, or other speed, another setting may be taken.")
    }
  }
}
