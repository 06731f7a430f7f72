import BertFT
import BertStorage
import Foundation

/// The result of `bertft distill` for a student: how near it is to the teacher, its size, and the next command to type.
struct StudentReport {
  let outcome: DistillationOutcome
  let seed: UInt64

  /// The report as text.
  var lines: [String] {
    var lines: [String] = []
    if let before = outcome.before, let after = outcome.after {
      let kept = outcome.epochs.count > 1 ? " (epoch \(outcome.bestEpoch) of \(outcome.epochs.count))" : ""
      lines.append(
        "\(measure) on \(Figures.count(outcome.plan.validationTexts, "held-out text")): "
          + "\(figure(before)) before, \(figure(after)) after\(kept)")
    }
    let place = outcome.directory.relativePath
    let share = Figures.percent(Double(outcome.bytes) / Double(max(1, outcome.teacherBytes)))
    lines.append(
      "student \(place): \(Figures.roughBytes(outcome.bytes)) of weights, \(share) of the teacher's, "
        + "made in \(Figures.duration(outcome.seconds))")
    let argument = TrainingReport.argument(place)
    lines += [
      "",
      outcome.kind == "vectors"
        ? "Next: bertft train DATA --model \(argument)" : "Next: bertft evaluate \(argument) DATA",
    ]
    return lines
  }

  private var measure: String {
    switch outcome.kind {
    case "vectors": "mean cosine to the teacher's vectors"
    case "number": "correlation with the teacher's numbers"
    default: "answers equal to the teacher's"
    }
  }

  private func figure(_ figures: TeacherFigures) -> String {
    outcome.kind == "labels" ? Figures.percent(figures.agreement) : Figures.fixed(figures.agreement, 4)
  }

  /// The report as one object.
  var json: JSONValue {
    func object(_ figures: TeacherFigures?) -> JSONValue {
      figures.map { ["loss": .double($0.loss), "agreement": .double($0.agreement)] } ?? .null
    }
    let plan = outcome.plan
    let epochs: [JSONValue] = outcome.epochs.map {
      [
        "epoch": .integer($0.epoch), "step": .integer($0.step), "training_loss": .double($0.trainingLoss),
        "learning_rate": .double($0.learningRate), "seconds": .double($0.seconds), "teacher": object($0.teacher),
      ]
    }
    return [
      "out": .string(outcome.directory.relativePath), "seed": .verbatim(String(seed)), "kind": .string(outcome.kind),
      "layers": .array(plan.layers.map(JSONValue.integer)), "teacher_layers": .integer(plan.teacherLayers),
      "tokens": .integer(plan.keptTokens), "teacher_tokens": .integer(plan.vocabulary),
      "bytes": .integer(outcome.bytes), "teacher_bytes": .integer(outcome.teacherBytes),
      "training_texts": .integer(plan.trainingTexts), "validation_texts": .integer(plan.validationTexts),
      "sequences": .integer(plan.sequences), "steps": .integer(plan.steps), "before": object(outcome.before),
      "after": object(outcome.after), "best_epoch": .integer(outcome.bestEpoch),
      "notes": .array(outcome.notes.map(JSONValue.string)), "seconds": .double(outcome.seconds),
      "epochs": .array(epochs),
    ]
  }
}
