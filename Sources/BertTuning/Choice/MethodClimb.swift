package import BertData

/// Chooses a method by trials, from the cheapest up.
///
/// The caller supplies the predictions and the times, so that the choice is a function of these alone.
package struct MethodClimb {
  /// A method that may be tried.
  package struct Candidate {
    /// The seconds that it is expected to take.
    package let forecast: MethodForecast
    /// Why it cannot be used at all; nil where it can.
    package let refusal: String?

    /// - Parameters:
    ///   - forecast: The seconds that it is expected to take.
    ///   - refusal: Why it cannot be used at all; nil where it can.
    package init(_ forecast: MethodForecast, refusal: String? = nil) {
      self.forecast = forecast
      self.refusal = refusal
    }
  }

  package let rule: MethodRule
  /// `tfidf` and `features`, then the dearer methods in the order in which they are tried.
  package let candidates: [Candidate]
  /// Rows of each part.
  package let sizes: [Int]
  /// Whether TF-IDF may be chosen.
  package let takesWords: Bool
  /// Whether the training that follows is cross-validated in the same parts; it reuses those that the trial has judged.
  package let judgesParts: Bool
  /// Seconds that the whole run may take.
  package let timeLimit: Double?

  package init(
    _ rule: MethodRule, candidates: [Candidate], sizes: [Int], takesWords: Bool, judgesParts: Bool, timeLimit: Double?
  ) {
    self.rule = rule
    self.candidates = candidates
    self.sizes = sizes
    self.takesWords = takesWords
    self.judgesParts = judgesParts
    self.timeLimit = timeLimit
  }

  /// Tries the candidates in order and chooses one.
  ///
  /// - Parameters:
  ///   - spent: Seconds since the run began. The choice does not depend on them where there is no limit.
  ///   - answer: For each row of a part, counted from 0, whether a method that learnt from the other parts predicts it
  ///     correctly.
  ///   - onTrial: Called for each method that was tried or skipped.
  /// - Throws: What `answer` throws, except `diverged`: a method that diverges is not chosen.
  package func run(
    spent: @escaping () -> Double, answer: (TrainingMethod, Int) throws(TuningError) -> [Bool],
    onTrial: (MethodTrial) -> Void
  ) throws(TuningError) -> MethodSelection {
    var progress = Progress(spent: spent)
    for candidate in candidates {
      let trial =
        candidate.forecast.method == .tfidf || candidate.forecast.method == .features
        ? try begin(candidate, &progress, answer) : try climb(candidate, &progress, answer)
      progress.trials.append(trial)
      onTrial(trial)
    }
    return selection(progress)
  }

  /// The state of a climb: the best method so far and the evidence for each.
  struct Progress {
    let spent: () -> Double
    var evidence: [TrainingMethod: MethodEvidence] = [:]
    var best = TrainingMethod.features
    var trials: [MethodTrial] = []
    /// Why the best was taken without a trial; nil where a trial decided.
    var taken: String?
  }

  /// Tries TF-IDF or features, which take little time, on all parts.
  private func begin(
    _ candidate: Candidate, _ progress: inout Progress,
    _ answer: (TrainingMethod, Int) throws(TuningError) -> [Bool]
  ) throws(TuningError) -> MethodTrial {
    let method = candidate.forecast.method, started = progress.spent()
    var evidence = MethodEvidence()
    for part in sizes.indices { evidence.parts.append(try answer(method, part)) }
    progress.evidence[method] = evidence
    return MethodTrial(
      method, evidence, seconds: progress.spent() - started,
      expectedSeconds: Double(sizes.count) * candidate.forecast.partSeconds,
      reason: method == .tfidf ? "the words alone, without an encoder" : "the cheapest way to use the encoder"
    )
  }

  /// Tries a dearer method part by part, unless something speaks against it.
  private func climb(
    _ candidate: Candidate, _ progress: inout Progress,
    _ answer: (TrainingMethod, Int) throws(TuningError) -> [Bool]
  ) throws(TuningError) -> MethodTrial {
    let method = candidate.forecast.method, best = progress.best, started = progress.spent()
    let held = progress.evidence[best] ?? MethodEvidence()
    var own = MethodEvidence()
    func trial(_ reason: String) -> MethodTrial {
      MethodTrial(
        method, own, seconds: own.rows > 0 ? progress.spent() - started : 0,
        expectedSeconds: Double(own.parts.count) * candidate.forecast.partSeconds, reason: reason)
    }
    let isTaken = rule.isPlentiful && method == .finetune
    if let reason = objection(to: candidate, best, held, isTaken: isTaken, spent: started) { return trial(reason) }
    if isTaken {
      progress.best = method
      progress.taken =
        "\(Figures.count(rule.textsPerLabel, "text")) per label on average; from \(MethodRule.plentiful) on it is "
        + "taken without a trial where features, here with an accuracy of \(Figures.fixed(held.accuracy, 3)) on "
        + "\(Figures.count(held.rows, "row")), leave something to win"
      return trial("it is taken without a trial, which would take as long as the training")
    }
    for part in held.parts.indices {
      if part > 0, let limit = timeLimit,
        progress.spent() + candidate.forecast.partSeconds + rest(candidate, best, after: part + 1) > limit
      {
        return trial(
          "too little time was left after \(Figures.count(part, "part")), so \(best.rawValue) stays")
      }
      do throws(TuningError) {
        own.parts.append(try answer(method, part))
      } catch {
        guard case .diverged = error else { throw error }
        return trial("its loss was no longer a number, so \(best.rawValue) stays")
      }
      guard let isBetter = rule.decision(for: method, own, against: held) else { continue }
      if isBetter {
        progress.best = method
        progress.evidence[method] = own
      }
      return trial(words(method, own.lead(over: held), isBetter: isBetter, against: best))
    }
    return trial("there were no rows to judge it by, so \(best.rawValue) stays")
  }

  /// Why a candidate is not tried; nil where it is.
  private func objection(
    to candidate: Candidate, _ best: TrainingMethod, _ held: MethodEvidence, isTaken: Bool, spent: Double
  ) -> String? {
    if let refusal = candidate.refusal { return refusal }
    if let objection = rule.objection(to: candidate.forecast.method) { return objection }
    if rule.isSettled(held) {
      return "\(best.rawValue) has \(Figures.count(held.errors)) of \(Figures.count(held.rows, "row")) wrong, which "
        + "leaves nothing to win"
    }
    guard let timeLimit else { return nil }
    let parts = isTaken ? 0 : rule.mostParts(held.parts.map(\.count))
    let needed = Double(parts) * candidate.forecast.partSeconds + rest(candidate, best, after: parts)
    guard spent + needed > timeLimit else { return nil }
    return "it would take \(Figures.roughDuration(needed)), and \(Figures.duration(max(0, timeLimit - spent))) of "
      + "\(Figures.duration(timeLimit)) are left"
  }

  /// Seconds that remain after a trial: those of the longer of two trainings, the candidate's and the best method's.
  ///
  /// - Parameter parts: Parts that the candidate has judged.
  private func rest(_ candidate: Candidate, _ best: TrainingMethod, after parts: Int) -> Double {
    func finish(_ forecast: MethodForecast, judged: Int) -> Double {
      forecast.trainingSeconds + (judgesParts ? Double(max(0, sizes.count - judged)) * forecast.partSeconds : 0)
    }
    let other = candidates.first { $0.forecast.method == best }.map { finish($0.forecast, judged: $0.forecast.parts) }
    return max(finish(candidate.forecast, judged: parts), other ?? 0)
  }
}
