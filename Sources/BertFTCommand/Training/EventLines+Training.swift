import BertFT
import BertStorage
import Foundation

extension EventLines {
  /// Writes an event of a training.
  static func tell(_ event: TrainingEvent) {
    switch event {
    case .selection(let event): tell(event)
    case .planned(let plan): tell("plan", members(of: plan, .convertToSnakeCase))
    case .fold(let number, let count): tell("part", ["part": .integer(number), "of": .integer(count)])
    case .sourceAlone: stage("source_alone")
    case .maskedHead: stage("masked_head")
    case .maskedTexts: stage("masked_texts")
    case .selfTraining(let round, let count, let texts):
      tell(
        "stage",
        [
          "stage": "self_training", "round": .integer(round), "of": .integer(count), "texts": .integer(texts),
        ])
    case .baseline(let report):
      tell(
        "baseline",
        [
          "validation": figures(report.validation), "test": figures(report.test), "seconds": .double(report.seconds),
        ])
    case .resumed(let step, let steps): tell("resumed", ["step": .integer(step), "steps": .integer(steps)])
    case .features(let done, let total):
      tellOften("features", ["done": .integer(done), "of": .integer(total)])
    case .step(let step):
      tellOften(
        "step",
        [
          "step": .integer(step.step), "steps": .integer(step.totalSteps), "epoch": .integer(step.epoch),
          "loss": .double(step.loss), "average_loss": .double(step.averageLoss),
          "learning_rate": .double(step.learningRate), "gradient_norm": .double(step.gradientNorm),
          "tokens_per_second": .double(step.tokensPerSecond), "seconds_left": .double(step.secondsLeft),
        ])
    case .epoch(let epoch): tell("epoch", members(of: epoch))
    case .warning(let warning): tell("warning", ["text": .string(warning.description)])
    case .checkpointSaved(let place, let step):
      tell("checkpoint", ["path": .string(place.relativePath), "step": .integer(step)])
    case .stoppedEarly(let epoch, let best):
      tell("stopped_early", ["epoch": .integer(epoch), "best_epoch": .integer(best)])
    // The command writes `bundle` itself, for baselines too.
    case .finished: break
    }
  }

  /// Writes the event of a finished bundle.
  static func tell(finished outcome: TrainingOutcome, seed: UInt64) {
    tell(
      "bundle",
      [
        "bundle": .string(outcome.bundle.relativePath), "seed": .verbatim(String(seed)),
        "method": .string(outcome.choice.method.rawValue), "best_epoch": .integer(outcome.bestEpoch),
        "test_fold": outcome.testFold.map { ["number": .integer($0.number), "of": .integer($0.count)] } ?? .null,
        "validation": figures(outcome.validation), "test": figures(outcome.test),
        "finished_before": outcome.wasFinished ? true : .null, "seconds": .double(outcome.seconds),
      ])
  }

  /// Writes an event of a comparison.
  static func tell(_ event: ComparisonEvent) {
    switch event {
    case .question(let name): tell("task", ["task": .string(name)])
    case .started(let method, let seed):
      tell("method_started", ["method": .string(method.rawValue), "seed": .verbatim(String(seed))])
    case .kept(let rung): tell(rung, isKept: true)
    case .training(let event): tell(event)
    case .progress(let method, let share):
      tellOften("progress", ["method": .string(method.rawValue), "share": .double(share)])
    case .rung(let rung): tell(rung, isKept: false)
    case .point(let point): tell("curve_point", members(of: point))
    }
  }

  /// Writes an event of a search among settings.
  static func tell(_ event: TuneEvent) {
    switch event {
    case .planned(let record):
      tell("plan", ["settings": .integer(record.trials.count), "expected_seconds": .double(record.expectedSeconds)])
    case .resumed(let parts): tell("resumed", ["parts": .integer(parts)])
    case .rung(let number, let settings, let parts):
      tell("rung", ["rung": .integer(number), "settings": .integer(settings), "parts": .integer(parts)])
    case .part(let trial, let part, let count):
      tell("part", ["trial": .integer(trial.number), "part": .integer(part), "of": .integer(count)])
    case .judged(let trial):
      tell(
        "trial",
        [
          "trial": .integer(trial.number), "setting": .string(trial.setting.title), "text": .string(trial.line),
        ])
    case .decided(let record):
      tell(
        "decided",
        [
          "trial": record.taken.map { .integer($0.number) } ?? .null,
          "reason": record.reason.map(JSONValue.string) ?? .null,
        ])
    case .training(let event): tell(event)
    case .simple(let lines): for line in lines { tell("note", ["text": .string(line)]) }
    }
  }

  private static func tell(_ rung: ComparisonRung, isKept: Bool) {
    var members: JSONValue = [
      "method": .string(rung.method.rawValue), "encoder": rung.encoder.map(JSONValue.string) ?? .null,
    ]
    for figure in Self.members(of: rung.figures).members ?? [] { members[figure.key] = figure.value }
    members["seconds"] = .double(rung.trainingSeconds)
    members["finished_before"] = isKept ? true : nil
    tell("method_finished", members)
  }

  private static func tell(_ event: SelectionEvent) {
    switch event {
    case .forecast(let forecasts, let limit):
      tell(
        "forecast",
        [
          "seconds": .double(forecasts.reduce(0) { $0 + $1.trialSeconds }),
          "time_limit": limit.map(JSONValue.double) ?? .null,
        ])
    case .part(let method, let part, let count):
      tell("part", ["method": .string(method.rawValue), "part": .integer(part), "of": .integer(count)])
    case .tried(let trial): tell("trial", ["method": .string(trial.method.rawValue), "text": .string(trial.line)])
    case .selected(let selection):
      tell(
        "selected",
        [
          "method": .string(selection.choice.method.rawValue), "reason": .string(selection.choice.reason),
        ])
    case .simple(let lines): for line in lines { tell("note", ["text": .string(line)]) }
    }
  }

  private static func stage(_ name: String) { tell("stage", ["stage": .string(name)]) }

  private static func figures(_ metrics: TaskMetrics?) -> JSONValue { metrics.map { .verbatim($0.json) } ?? .null }
}
