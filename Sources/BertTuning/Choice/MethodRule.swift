package import BertData

/// When `auto` tries a method, and when the method takes the place of the best before it.
///
/// Which texts are few and which are many follows what is published and measured: SetFit helps up to some tens of texts
/// a label (Tunstall et al., arXiv 2209.11055), fine-tuning is unstable on few texts (Mosbach et al., arXiv
/// 2006.04884), and with hundreds a label it wins (benchmarks/RESULTS.md). Between these numbers the trials alone
/// decide.
package struct MethodRule: Sendable {
  /// Training texts per label, on average over the labels that have some.
  package let textsPerLabel: Int

  /// Texts a label below which fine-tuning has to be ahead by more than one standard error.
  package static let unstableBelow = 32
  /// Texts a label from which SetFit is not tried.
  package static let pairsBelow = 64
  /// Texts a label from which fine-tuning is taken without a trial.
  package static let plentiful = 128
  /// Judged rows after which a trial ends, even if the difference is not clear.
  package static let enoughRows = 100
  /// Rows of the sample that the cheap methods are tried on where texts are plentiful.
  package static let sampledRows = 300

  /// - Parameter counts: training rows per label.
  package init(counts: [Int]) {
    textsPerLabel = counts.reduce(0, +) / max(1, counts.count { $0 > 0 })
  }

  /// Whether fine-tuning is taken without a trial.
  package var isPlentiful: Bool { textsPerLabel >= Self.plentiful }

  /// Whether so little is left to win that nothing dearer is tried: not more than one answer of a hundred is wrong.
  package func isSettled(_ best: MethodEvidence) -> Bool { best.rows > 0 && best.errors * 100 <= best.rows }

  /// Why a method is not tried on so many texts; nil where it is.
  package func objection(to method: TrainingMethod) -> String? {
    guard method == .setfit, textsPerLabel >= Self.pairsBelow else { return nil }
    return "\(Figures.count(textsPerLabel, "text")) per label on average, \(Self.pairsBelow) or more: pairs take "
      + "many times as long as fine-tuning, which has enough to learn from"
  }

  /// Whether a trial has told enough after the parts that it has judged.
  package func isDecided(_ lead: MethodLead) -> Bool { lead.isClear || lead.rows >= Self.enoughRows }

  /// Whether a dearer method takes the place of the best.
  package func replaces(_ method: TrainingMethod, _ lead: MethodLead) -> Bool {
    lead.mean > 0 && (!needsMargin(method) || lead.isBeyondOneError)
  }

  /// Whether a method has to be ahead by more than one standard error.
  package func needsMargin(_ method: TrainingMethod) -> Bool {
    method == .finetune && textsPerLabel < Self.unstableBelow
  }

  /// The number of parts that a trial takes at the most.
  ///
  /// - Parameter sizes: rows of each part.
  package func mostParts(_ sizes: [Int]) -> Int {
    var rows = 0
    for (index, size) in sizes.enumerated() {
      rows += size
      if rows >= Self.enoughRows { return index + 1 }
    }
    return sizes.count
  }
}
