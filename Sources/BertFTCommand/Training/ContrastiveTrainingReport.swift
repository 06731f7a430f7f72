import BertFT
import BertStorage
import Foundation

/// The result of `bertft adapt --objective contrastive`: how good the vectors are on held-out pairs, where the encoder
/// is, and the next command to type.
struct ContrastiveTrainingReport {
  let outcome: ContrastiveTrainingOutcome
  let seed: UInt64

  /// The report as text.
  var lines: [String] {
    var lines: [String] = []
    let kept = outcome.epochs.count > 1 ? " (epoch \(outcome.bestEpoch) of \(outcome.epochs.count))" : ""
    if let before = outcome.before?.retrieval, let after = outcome.after?.retrieval {
      lines.append(
        "\(Figures.count(after.queries, "held-out text")) looked for among \(Figures.count(after.texts, "text")), before and after\(kept):"
      )
      lines += Self.table(before, after)
    } else if let before = outcome.before?.spearman, let after = outcome.after?.spearman {
      lines.append(
        "Spearman's correlation with the scores of \(Figures.count(outcome.plan.validationPairs, "held-out pair")): "
          + "\(Figures.fixed(before, 4)) before, \(Figures.fixed(after, 4)) after\(kept)")
    }
    if let short = outcome.rowsShortOfNegatives, short > 0 {
      lines.append(
        "\(Figures.count(short, "row")) learnt with fewer hard negatives, because no other texts are far enough from their positives"
      )
    }
    let place = outcome.directory.relativePath
    lines.append("encoder \(place), made in \(Figures.duration(outcome.seconds))")
    lines += ["", "Next: bertft embed TEXTS --model \(TrainingReport.argument(place)) --out VECTORS"]
    return lines
  }

  /// A line for each figure of two rankings.
  static func table(_ before: RetrievalMetrics, _ after: RetrievalMetrics) -> [String] {
    figures.map { name, figure in
      "  \(name)\(Figures.fixed(figure(before), 4))  \(Figures.fixed(figure(after), 4))"
    }
  }

  private static let figures: [(String, @Sendable (RetrievalMetrics) -> Double)] = [
    ("recall@1   ", { $0.recallAt1 }), ("recall@5   ", { $0.recallAt5 }), ("recall@10  ", { $0.recallAt10 }),
    ("MRR@10     ", { $0.mrrAt10 }), ("nDCG@10    ", { $0.ndcgAt10 }),
  ]

  /// The report as one object.
  var json: JSONValue {
    let plan = outcome.plan
    let epochs: [JSONValue] = outcome.epochs.map {
      [
        "epoch": .integer($0.epoch), "step": .integer($0.step), "training_loss": .double($0.trainingLoss),
        "learning_rate": .double($0.learningRate), "seconds": .double($0.seconds), "vectors": Self.json($0.vectors),
      ]
    }
    return [
      "encoder": .string(outcome.directory.relativePath), "objective": "contrastive",
      "form": .string(plan.form.rawValue),
      "seed": .verbatim(String(seed)), "training_pairs": .integer(plan.trainingPairs),
      "validation_pairs": .integer(plan.validationPairs), "pooling": .array(plan.pooling.map(JSONValue.string)),
      "steps": .integer(plan.steps), "before": Self.json(outcome.before), "after": Self.json(outcome.after),
      "rows_short_of_negatives": outcome.rowsShortOfNegatives.map(JSONValue.integer) ?? .null,
      "best_epoch": .integer(outcome.bestEpoch), "seconds": .double(outcome.seconds), "epochs": .array(epochs),
    ]
  }

  private static func json(_ figures: VectorFigures?) -> JSONValue {
    guard let figures else { return .null }
    guard let retrieval = figures.retrieval else {
      return ["spearman": figures.spearman.map(JSONValue.double) ?? .null]
    }
    return json(retrieval)
  }

  /// The retrieval figures as one object.
  static func json(_ retrieval: RetrievalMetrics) -> JSONValue {
    [
      "queries": .integer(retrieval.queries), "texts": .integer(retrieval.texts),
      "recall_at_1": .double(retrieval.recallAt1), "recall_at_5": .double(retrieval.recallAt5),
      "recall_at_10": .double(retrieval.recallAt10), "mrr_at_10": .double(retrieval.mrrAt10),
      "ndcg_at_10": .double(retrieval.ndcgAt10),
    ]
  }

  /// The validation figure of an epoch, as text; nil without held-out pairs.
  static func headline(_ figures: VectorFigures?) -> String? {
    if let retrieval = figures?.retrieval { return "nDCG@10 \(Figures.fixed(retrieval.ndcgAt10, 4))" }
    return figures?.spearman.map { "Spearman \(Figures.fixed($0, 4))" }
  }
}
