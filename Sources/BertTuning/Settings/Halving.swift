import BertData

/// A search among settings by successive halving.
///
/// The answers of a setting and their times come from the caller, so that the decision depends on this evidence alone.
package struct Halving {
  /// A setting that may be tried.
  package struct Candidate: Sendable {
    /// The cost of training, in a unit that is the same for all settings and does not depend on the machine.
    package let cost: Double
    /// Seconds to train without one part and to predict that part.
    package let partSeconds: Double
    /// Seconds to train on all rows.
    package let trainingSeconds: Double
    /// Whether it is cheap enough to be judged on every rung, whatever the others do.
    package let staysOn: Bool

    package init(cost: Double, partSeconds: Double, trainingSeconds: Double, staysOn: Bool = false) {
      self.cost = cost
      self.partSeconds = partSeconds
      self.trainingSeconds = trainingSeconds
      self.staysOn = staysOn
    }
  }

  /// The predictions of a setting for a part.
  package struct Answer: Sendable {
    /// The label of each row.
    package let labels: [Int]
    /// Seconds that it took.
    package let seconds: Double

    package init(labels: [Int], seconds: Double) {
      self.labels = labels
      self.seconds = seconds
    }
  }

  /// The outcome of a setting.
  package enum Fate: Equatable {
    /// The best third of its rung was better; the rung counts from 1.
    case dropped(rung: Int)
    /// Its loss was no longer a number.
    case diverged
    /// The time left was too short to begin.
    case untried
    /// It was among the last, of which one was taken.
    case last
    /// It is the setting that is taken.
    case taken
  }

  /// The result of the search.
  package struct Result {
    /// The label given to each row of each judged part, by setting.
    package var labels: [[[Int]]]
    package var fates: [Fate]
    /// The one that is taken and the best by its figure; nil where nothing was judged.
    package var choice: (taken: Int, best: Int)?
    /// Whether the time ended the search before its last rung.
    package var isCut = false
    /// The error of a setting that diverged; nil where none did.
    package var divergence: TuningError?
  }

  package let rule: HalvingRule
  package let candidates: [Candidate]
  /// Seconds that search and training may take together.
  package let timeLimit: Double?

  package init(_ rule: HalvingRule, candidates: [Candidate], timeLimit: Double?) {
    self.rule = rule
    self.candidates = candidates
    self.timeLimit = timeLimit
  }

  /// How many settings, counted from the first, are forecast to fit the limit; all without a limit.
  package var affordable: Int {
    guard let timeLimit else { return candidates.count }
    return (1...max(1, candidates.count)).last { count in
      let own = candidates.prefix(count)
      let mean = own.reduce(0) { $0 + $1.partSeconds } / Double(max(1, count))
      let training = own.map(\.trainingSeconds).max() ?? 0
      return Double(rule.trainings(count)) * mean + training <= timeLimit
    } ?? 1
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - spent: Seconds since the search began; they decide nothing where there is no limit.
  ///   - answer: Trains a setting without a part and predicts the part; both are counted from 0.
  ///   - onRung: Called for each rung, from 1, with the settings on it and its number of parts.
  /// - Throws: What `answer` throws, except `diverged`, which drops the setting.
  package func run(
    spent: () -> Double, answer: (_ setting: Int, _ part: Int) throws(TuningError) -> Answer,
    onRung: (_ rung: Int, _ settings: [Int], _ parts: Int) -> Void = { _, _, _ in }
  ) throws(TuningError) -> Result {
    var result = Result(
      labels: candidates.map { _ in [] }, fates: candidates.map { _ in .untried })
    var clock = Clock(), left = Array(candidates.indices), before = 0
    for (number, parts) in rule.rungs.enumerated() where !left.isEmpty {
      // A single setting needs no further comparison.
      if number > 0, left.count == 1 { break }
      onRung(number + 1, left, parts)
      let reserve = left.map { candidates[$0].trainingSeconds }.max() ?? 0
      /// Judges the setting on the part; false, with nothing changed, where the time left is too short.
      func judge(_ setting: Int, _ part: Int) throws(TuningError) -> Bool {
        let candidate = candidates[setting]
        if let timeLimit, spent() + clock.corrected(candidate.partSeconds + reserve) > timeLimit { return false }
        do throws(TuningError) {
          let answer = try answer(setting, part)
          clock.add(candidate.partSeconds, measured: answer.seconds)
          result.labels[setting].append(answer.labels)
        } catch {
          guard case .diverged = error else { throw error }
          result.fates[setting] = .diverged
          result.divergence = error
        }
        return true
      }
      if number == 0 {
        for setting in left {
          for part in 0..<parts where result.fates[setting] != .diverged {
            guard try judge(setting, part) else { break }
          }
          // A setting that was judged on some of the parts cannot be compared with those judged on all.
          if result.labels[setting].count < parts {
            if result.fates[setting] != .diverged { result.isCut = true }
            result.labels[setting] = []
          }
        }
        left = left.filter { !result.labels[$0].isEmpty }
      } else {
        // Part by part, so that whenever the time ends, all settings have been judged on nearly the same parts.
        rung: for part in before..<parts {
          for setting in left where result.fates[setting] != .diverged {
            guard try judge(setting, part) else {
              result.isCut = true
              break rung
            }
          }
        }
        left = left.filter { result.fates[$0] != .diverged }
      }
      before = parts
      for setting in left { result.fates[setting] = .last }
      let isEnd = result.isCut && number > 0 || parts == rule.rungs.last
      if !isEnd {
        let costly = left.filter { !candidates[$0].staysOn }
        let kept = rule.survivors(entries(costly, result)) + left.filter { candidates[$0].staysOn }
        for setting in left where !kept.contains(setting) { result.fates[setting] = .dropped(rung: number + 1) }
        left = kept
      }
      if isEnd { break }
    }
    if let choice = rule.choice(entries(left, result)) {
      result.choice = (choice.taken.number, choice.best.number)
      result.fates[choice.taken.number] = .taken
    }
    return result
  }

  private func entries(_ settings: [Int], _ result: Result) -> [HalvingRule.Entry] {
    settings.map { HalvingRule.Entry($0, result.labels[$0], cost: candidates[$0].cost) }
  }

  /// The ratio of measured to forecast times.
  private struct Clock {
    private var forecast = 0.0
    private var measured = 0.0

    mutating func add(_ forecast: Double, measured: Double) {
      guard forecast > 0 else { return }
      self.forecast += forecast
      self.measured += measured
    }

    /// A forecast, corrected by the ratio of the measured to the forecast times before it.
    func corrected(_ seconds: Double) -> Double { forecast > 0 ? seconds * measured / forecast : seconds }
  }
}
