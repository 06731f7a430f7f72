import BertData
import BertStorage
import Foundation

extension AutomaticSession {
  /// The decision where there are too few rows for trials.
  static func withoutTrials(_ job: TrainingJob, _ timeLimit: Double?) -> MethodSelection {
    MethodSelection(
      choice: MethodChoice(
        method: .features,
        reason: "\(Figures.count(job.data.training.count, "row")) are too few to hold some of them back for "
          + "trials; this changes the encoder least"),
      trials: [], rows: 0, timeLimit: timeLimit, seconds: 0, expectedSeconds: 0, recommendation: nil)
  }

  /// Makes the trials that an earlier run has not made, and chooses the method.
  ///
  /// - Parameters:
  ///   - state: What an earlier run has found; afterwards with the trials of this one.
  ///   - directory: Where the state is written after each part of a trial.
  /// - Throws: `interrupted`, `journalDamaged`; what the trials throw.
  func decide(
    _ trials: MethodTrials, _ rule: MethodRule, _ state: inout SelectionDirectory.State,
    _ directory: SelectionDirectory,
    isCancelled: @escaping @Sendable () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> MethodSelection {
    let earlier = state.seconds
    func spent() -> Double { earlier + started.duration(to: .now).inSeconds }
    let candidates = try candidates(trials, rule)
    onEvent(.selection(.forecast(candidates.map(\.forecast), timeLimit: timeLimit)))
    let climb = MethodClimb(
      rule, candidates: candidates, sizes: trials.sizes, takesWords: canDoWithoutEncoder,
      judgesParts: trials.areTheRuns, timeLimit: timeLimit)
    var last = state
    let selection = try climb.run(spent: spent) { (method: TrainingMethod, part: Int) throws(TuningError) -> [Bool] in
      let name = method.rawValue, known = last.right[name] ?? []
      if part < known.count {
        guard known[part].count == trials.sizes[part] else { throw directory.damaged }
        return known[part]
      }
      if isCancelled() { throw .interrupted(checkpoint: nil) }
      onEvent(.selection(.part(method, part + 1, of: trials.sizes.count)))
      let answers = try trials.logits(method, part: part, isCancelled: isCancelled) { event in
        if event.concernsParts { onEvent(event) }
      }
      let right = trials.right(answers, part: part)
      last.right[name] = known + [right]
      if trials.areTheRuns, method.needsEncoder { last.logits[name, default: []].append(answers) }
      last.seconds = spent()
      try directory.commit(last)
      return right
    } onTrial: { trial in
      onEvent(.selection(.tried(trial)))
    }
    state = last
    return selection
  }

  /// Whether TF-IDF, a model without an encoder, supports all options of the run.
  private var canDoWithoutEncoder: Bool {
    let options = job.options
    return options.novelty != true && options.prompt == nil && job.data.unlabelled == nil
  }

  /// The methods in the order of the trials, each with its forecast.
  private func candidates(
    _ trials: MethodTrials, _ rule: MethodRule
  ) throws(TuningError) -> [MethodClimb.Candidate] {
    let sizes = trials.sizes, share = Double(trials.data.training.count) / Double(max(1, job.data.training.count))
    // Counting words takes next to no time compared with running an encoder.
    var candidates = [
      MethodClimb.Candidate(MethodForecast(.tfidf, partSeconds: 0, parts: sizes.count, trainingSeconds: 0))
    ]
    let features = try trials.trainingSeconds(.features)
    // The encoder runs once on each text, for all parts together.
    let part = features * share / Double(max(1, sizes.count))
    candidates.append(
      .init(MethodForecast(.features, partSeconds: part, parts: sizes.count, trainingSeconds: features)))
    for method in [TrainingMethod.finetune, .setfit] {
      guard rule.objection(to: method) == nil else {
        candidates.append(.init(MethodForecast(method, partSeconds: 0, parts: 0, trainingSeconds: 0)))
        continue
      }
      do throws(TuningError) {
        try trials.options(for: method).validateHeadFigure(rowsPerLabel: job.data.counts)
        let seconds = try trials.trainingSeconds(method)
        let isTaken = method == .finetune && rule.isPlentiful
        candidates.append(
          .init(
            MethodForecast(
              method, partSeconds: try isTaken ? 0 : trials.partSeconds(method),
              parts: isTaken ? 0 : rule.mostParts(sizes), trainingSeconds: seconds)))
      } catch {
        // The options have been checked for the method features, so the error is about this method alone.
        guard case .option(_, _, let reason) = error else { throw error }
        candidates.append(
          .init(MethodForecast(method, partSeconds: 0, parts: 0, trainingSeconds: 0), refusal: "it \(reason)"))
      }
    }
    return candidates
  }
}
