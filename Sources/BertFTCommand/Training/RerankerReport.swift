import BertFT
import BertStorage
import Foundation

/// The result of `bertft adapt --objective reranker`: how well the bundle ranks held-out searches, where it is, and the
/// next command to type.
struct RerankerReport {
  let data: RerankerData
  let outcome: TrainingOutcome
  /// The figures of the held-out searches ranked by the bundle; nil without held-out pairs.
  let after: RetrievalMetrics?
  let seed: UInt64

  /// The report as text.
  var lines: [String] {
    var lines: [String] = []
    if let before = data.before, let after {
      lines.append(
        "the \(RerankerData.searchedTexts) texts nearest to each of \(Figures.count(after.queries, "held-out text")), in the order of the vectors and of the reranker:"
      )
      lines += ContrastiveTrainingReport.table(before, after)
    }
    if data.rowsShortOfNegatives > 0 {
      lines.append(
        "\(Figures.count(data.rowsShortOfNegatives, "pair")) learnt with fewer negatives, because no others were found")
    }
    let place = outcome.bundle.relativePath
    lines.append("bundle \(place), made in \(Figures.duration(outcome.seconds))")
    lines += ["", "Next: bertft rank \(TrainingReport.argument(place)) TEXTS --query \"…\""]
    return lines
  }

  /// The report as one object.
  var json: JSONValue {
    [
      "bundle": .string(outcome.bundle.relativePath), "objective": "reranker", "seed": .verbatim(String(seed)),
      "training_rows": .integer(data.rows.training.count), "validation_rows": .integer(data.rows.validation.count),
      "pairs_short_of_negatives": .integer(data.rowsShortOfNegatives),
      "vectors": data.before.map(ContrastiveTrainingReport.json) ?? .null,
      "reranker": after.map(ContrastiveTrainingReport.json) ?? .null,
      "best_epoch": .integer(outcome.bestEpoch), "seconds": .double(outcome.seconds),
      "training_losses": .array(outcome.epochs.map { .double($0.trainingLoss) }),
    ]
  }
}
