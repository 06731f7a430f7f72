import BertFT
import BertStorage
import Foundation

/// The result of `bertft adapt`: the perplexity of held-out texts, where the encoder is, and the next command to type.
struct MaskedTrainingReport {
  let outcome: MaskedTrainingOutcome
  let seed: UInt64

  /// The report as text.
  var lines: [String] {
    var lines: [String] = []
    if let before = outcome.lossBefore, let after = outcome.lossAfter {
      let kept = outcome.epochs.count > 1 ? " (epoch \(outcome.bestEpoch) of \(outcome.epochs.count))" : ""
      lines.append(
        "perplexity of \(Figures.count(outcome.plan.validationTexts, "held-out text")): "
          + "\(Self.perplexity(before)) before, \(Self.perplexity(after)) after\(kept)")
    }
    let place = outcome.directory.relativePath
    lines.append("encoder \(place), made in \(Figures.duration(outcome.seconds))")
    lines += ["", "Next: bertft train DATA --model \(TrainingReport.argument(place))"]
    return lines
  }

  /// The report as one object.
  var json: JSONValue {
    let epochs: [JSONValue] = outcome.epochs.map {
      [
        "epoch": .integer($0.epoch), "step": .integer($0.step), "training_loss": .double($0.trainingLoss),
        "learning_rate": .double($0.learningRate), "seconds": .double($0.seconds),
        "masked_loss": $0.maskedLoss.map(JSONValue.double) ?? .null,
      ]
    }
    func perplexity(_ loss: Double?) -> JSONValue {
      loss.map { .double(MaskedTrainingOutcome.perplexity($0)) } ?? .null
    }
    return [
      "encoder": .string(outcome.directory.relativePath), "seed": .verbatim(String(seed)),
      "training_texts": .integer(outcome.plan.trainingTexts),
      "validation_texts": .integer(outcome.plan.validationTexts), "sequences": .integer(outcome.plan.sequences),
      "tokens_per_epoch": .integer(outcome.plan.tokensPerEpoch), "steps": .integer(outcome.plan.steps),
      "new_tensors": .array(outcome.plan.newTensors.map(JSONValue.string)),
      "perplexity_before": perplexity(outcome.lossBefore), "perplexity_after": perplexity(outcome.lossAfter),
      "best_epoch": .integer(outcome.bestEpoch), "seconds": .double(outcome.seconds), "epochs": .array(epochs),
    ]
  }

  /// The perplexity of a loss, as text.
  static func perplexity(_ loss: Double) -> String { Figures.short(MaskedTrainingOutcome.perplexity(loss)) }
}
