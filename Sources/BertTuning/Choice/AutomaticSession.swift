import BertData
import BertInference
import BertStorage
import Foundation

/// A run whose method is decided by trials on its training rows: the method `auto`.
///
/// TF-IDF, frozen features, fine-tuning and SetFit learn from some of the training rows and are judged on the rest, the
/// cheapest first. Then the best one learns from all of them, with the same bytes as if the user had named it. TF-IDF,
/// which has no encoder, is chosen only where it is ahead by more than chance. For several labels a text, a number and
/// several questions, the method is fine-tuning, without trials.
public final class AutomaticSession {
  let job: TrainingJob
  let pairs: TrainingOptions
  let timeLimit: Double?
  let started = ContinuousClock.now

  /// Seconds; a time limit must be below.
  private static let longestTime = 30 * 365.25 * 86400

  /// Checks what can be checked before anything is tried.
  ///
  /// - Parameters:
  ///   - job: What to train, on what, and where the bundle goes. Its method is `auto`.
  ///   - pairs: The options of SetFit; nil takes those of the job, with the epochs, batch, length and weight decay of
  ///     ``TrainingOptions/ofPairs``.
  ///   - timeLimit: Seconds that trials and training may take together, by forecast. nil sets no limit; then the choice
  ///     does not depend on the speed of the machine.
  /// - Throws: `option` for another method, for options that break a rule, and for a limit out of range; `outputTaken`.
  public init(
    _ job: TrainingJob, pairs: TrainingOptions? = nil, timeLimit: Double? = nil
  ) throws(TuningError) {
    self.job = job
    self.timeLimit = timeLimit
    var usual = job.options
    let ofPairs = TrainingOptions.ofPairs
    (usual.epochs, usual.batchSize) = (ofPairs.epochs, ofPairs.batchSize)
    (usual.maxLength, usual.weightDecay) = (ofPairs.maxLength, ofPairs.weightDecay)
    self.pairs = pairs ?? usual
    try TrainingOptions.check(
      "method", job.options.method.rawValue, job.options.method == .auto,
      "is no choice to be made; run a TrainingSession")
    let data = job.data, options = job.options
    try options.validate(hasValidation: !data.validation.isEmpty || data.folds != nil)
    if data.folds != nil { try options.validateCrossValidation() }
    try TrainingSession.validate(job)
    try TrainingSession.validateTransfer(job)
    try TrainingSession.validateDescriptions(job)
    try TrainingSession.validateUnlabelled(job)
    try TrainingSession.validateAppending(job)
    try options.validateNovelty(validationRows: data.validation.count)
    if let timeLimit {
      try TrainingOptions.check(
        "time", Figures.duration(timeLimit), timeLimit > 0 && timeLimit < Self.longestTime,
        "must be above 0 and below 30 years")
      try TrainingOptions.check(
        "time", Figures.duration(timeLimit), job.data.problem == .singleLabel,
        "limits the trials of the method auto, which are made for one label a text")
    }
    try BundlePlacement.check(destination: job.output)
  }

  /// Chooses the method, trains, evaluates, writes the bundle and checks it.
  ///
  /// - Parameters:
  ///   - isCancelled: Asked before each step and each batch, in trials too. When it returns true, what is done is saved
  ///     and the run ends with ``TuningError/interrupted(checkpoint:)``.
  ///   - onEvent: Receives the events of the run, on the calling thread.
  /// - Throws: A ``TuningError``; with `resume`, `nothingToResume`, or `resumeOptionsDiffer` and `resumeInputDiffers`
  ///   where the run was started otherwise.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws(TuningError) -> TrainingOutcome {
    guard job.data.problem == .singleLabel else {
      return try TrainingSession(job).run(isCancelled: isCancelled, onEvent: onEvent)
    }
    let directory = try place()
    do throws(TuningError) {
      let outcome = try train(in: directory, isCancelled: isCancelled, onEvent: onEvent)
      directory.remove()
      return outcome
    } catch {
      guard case .interrupted = error else { throw error }
      // The method features saves no checkpoint of its own, but the trials before it are saved.
      throw .interrupted(checkpoint: SelectionDirectory.holdsRun(for: job.output) ? directory.url.path : nil)
    }
  }

  /// Opens the directory of the trials.
  ///
  /// - Throws: `outputBusy`, `file`; with `resume`, `nothingToResume` and `resumeOptionsDiffer`.
  private func place() throws(TuningError) -> SelectionDirectory {
    let place = SelectionDirectory.location(for: job.output)
    if job.resume, !SelectionDirectory.holdsRun(for: job.output) {
      guard RunDirectory.holdsRun(for: job.output) else { throw .nothingToResume(path: place.path) }
      // The unfinished run was started with a named method.
      throw .resumeOptionsDiffer(path: RunDirectory.location(for: job.output).path, names: ["method"])
    }
    return try SelectionDirectory(for: job.output)
  }

  private func train(
    in directory: SelectionDirectory, isCancelled: @escaping @Sendable () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> TrainingOutcome {
    let encoder = try SharedEncoder(at: job.encoder, forSeveral: true)
    let identity = SelectionDirectory.State.Identity(
      options: job.options, pairs: pairs, timeLimit: timeLimit, data: job.data.digest, encoder: try encoder.digest())
    var state = SelectionDirectory.State(identity: identity)
    if job.resume {
      state = try directory.resumed(identity)
    } else if SelectionDirectory.holdsRun(for: job.output) {
      onEvent(.warning(.unfinishedTrials(path: directory.url.path)))
    }
    let rule = MethodRule(counts: job.data.counts)
    let trials = try MethodTrials(job, pairs: pairs, sharing: encoder, rule, in: directory.url)
    let selection =
      if let taken = state.selection {
        taken
      } else if let trials {
        try decide(trials, rule, &state, directory, isCancelled: isCancelled, onEvent: onEvent)
      } else {
        Self.withoutTrials(job, timeLimit)
      }
    state.selection = selection
    try directory.commit(state)
    onEvent(.selection(.selected(selection)))
    let run = decided(selection, trials, state)
    if job.options.labelDescriptions != nil, run.options.labelDescriptions == nil {
      onEvent(.warning(.descriptionsUnused(selection.choice.method)))
    }
    guard selection.choice.method.needsEncoder else {
      return try trainWords(selection, isCancelled: isCancelled, onEvent: onEvent)
    }
    return try TrainingSession(run, withBaseline: true, sharing: encoder).run(
      isCancelled: isCancelled, onEvent: onEvent)
  }

  /// Trains TF-IDF, the chosen method.
  private func trainWords(
    _ selection: MethodSelection, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> TrainingOutcome {
    var simple = try MethodTrials.simpleJob(job)
    simple.selection = selection
    let session = try BaselineSession(simple)
    onEvent(.selection(.simple(session.planLines)))
    for warning in session.warnings { onEvent(.warning(warning)) }
    let outcome = try session.run(isCancelled: isCancelled)
    onEvent(.finished(outcome))
    return outcome
  }

  /// The job with the chosen method. It resumes the method's own run where that has begun.
  private func decided(
    _ selection: MethodSelection, _ trials: MethodTrials?, _ state: SelectionDirectory.State
  ) -> TrainingJob {
    let method = selection.choice.method
    var job = job
    job.options = trials?.options(for: method) ?? job.options
    job.options.method = method
    if !job.options.learnsFromDescriptions { job.options.labelDescriptions = nil }
    job.selection = selection
    job.knownParts = state.logits[method.rawValue] ?? []
    job.resume = job.resume && RunDirectory.holdsRun(for: job.output)
    return job
  }
}
