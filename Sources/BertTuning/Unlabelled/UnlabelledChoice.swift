import BertBaselines
import BertData
import BertFeatures
import BertKernels

/// Chooses, by cross-validation on the labelled texts alone, whether a head also learns from texts without labels, and
/// how.
///
/// Each part of the labelled texts is predicted by heads that did not see its labels. Its texts are in the graph like
/// those without labels, so that the graph is built once, but no head learns from their labels. A way is taken where it
/// is right more often than the plain head by more than chance; of several ways, the one that is right most often.
struct UnlabelledChoice {
  let rows: PartlyLabelledRows
  /// The vectors of the labelled texts.
  let source: WindowVectors
  /// [texts]
  let labels: [Int]
  let classes: Int
  let seed: UInt64

  private static let parts = 5
  /// Few texts are divided several times, so that less depends on the division.
  private static let repeats = 4
  private static let few = 250

  /// The result of the cross-validation.
  struct Judged {
    var texts = 0
    var parts = 0
    var repeats = 0
    /// How often each judged text was predicted right, by way. [ways][texts]
    var right: [PartlyLabelledRows.Way: [Int]] = [:]
  }

  /// - Throws: `interrupted`, `unlabelledUnfit`.
  func judge(isCancelled: () -> Bool) throws(TuningError) -> Judged {
    var judged = Judged()
    var right = [PartlyLabelledRows.Way: [Int]]()
    for way in PartlyLabelledRows.Way.allCases { right[way] = [Int](repeating: 0, count: labels.count) }
    var isJudged = [Bool](repeating: false, count: labels.count)
    let repeats = labels.count <= Self.few ? Self.repeats : 1
    for number in 0..<repeats {
      let parts = StratifiedSplit.folds(
        targets: labels.map(Target.label), count: Self.parts, seed: seed &+ UInt64(number))
      guard parts.count > 1 else { break }
      for part in parts {
        let held = Set(part)
        let known = source.owners.map { held.contains($0) ? nil : labels[$0] }
        for way in PartlyLabelledRows.Way.allCases {
          if isCancelled() { throw .interrupted(checkpoint: nil) }
          let logits = source.logits(try head(way, known, .predicting).model)
          for text in part where answer(logits, text) == labels[text] { right[way]?[text] += 1 }
        }
        for text in part { isJudged[text] = true }
      }
      (judged.parts, judged.repeats) = (parts.count, number + 1)
    }
    judged.texts = isJudged.count(where: \.self)
    judged.right = right.mapValues { counts in isJudged.indices.filter { isJudged[$0] }.map { counts[$0] } }
    return judged
  }

  /// Fits a head to the texts with a label.
  ///
  /// - Parameters:
  ///   - way: How it learns.
  ///   - labels: The label of each window; nil for none.
  ///   - exactness: How exactly it is fitted.
  ///
  /// - Throws: `unlabelledUnfit`.
  func head(
    _ way: PartlyLabelledRows.Way, _ labels: [Int?], _ exactness: LinearTargets.Exactness = .full
  ) throws(TuningError) -> PartlyLabelledRows.Head {
    do {
      return try rows.head(way, labels: labels, exactness)
    } catch {
      throw TuningError(unlabelled: error)
    }
  }

  /// The label with the greatest logit, the first of equals.
  private func answer(_ logits: [Double], _ text: Int) -> Int {
    var best = 0
    for label in 0..<classes where logits[text * classes + label] > logits[text * classes + best] { best = label }
    return best
  }
}

extension TuningError {
  /// The vectors of the texts without labels cannot be used.
  init(unlabelled error: VectorRowsError) {
    self = .unlabelledUnfit(
      reason: "the vectors of the texts without labels cannot be used: \(error)", remedy: "give other texts, or none")
  }
}
