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

  /// Texts a label below which fine-tuning is not tried: with eight it is behind the frozen encoder on each of four corpora by 4
  /// to 48 points (benchmarks/RESULTS.md), and its trial takes much of the time.
  package static let tunedFrom = 16
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
    if method == .finetune, textsPerLabel < Self.tunedFrom {
      return "\(Figures.count(textsPerLabel, "text")) per label on average, fewer than \(Self.tunedFrom), are too few: "
        + "encoders that keep more of what they know learn more from them"
    }
    guard method == .setfit, textsPerLabel >= Self.pairsBelow else { return nil }
    return "\(Figures.count(textsPerLabel, "text")) per label on average, \(Self.pairsBelow) or more: pairs take "
      + "many times as long as fine-tuning, which has enough to learn from"
  }

  /// Whether a dearer method takes the place of the best; nil where the parts that it has not answered yet may tell.
  ///
  /// It ends where the difference is clear, where enough rows are judged, and where neither all of the rows left answered
  /// rightly nor all of them answered wrongly would turn it.
  package func decision(
    for method: TrainingMethod, _ own: MethodEvidence, against best: MethodEvidence
  ) -> Bool? {
    let lead = own.lead(over: best)
    if lead.isClear || lead.rows >= Self.enoughRows || own.parts.count >= best.parts.count {
      return replaces(method, lead)
    }
    func end(_ isRight: Bool) -> Bool {
      var whole = own
      whole.parts += best.parts.dropFirst(own.parts.count).map { $0.map { _ in isRight } }
      return replaces(method, whole.lead(over: best))
    }
    if end(false) { return true }
    return end(true) ? nil : false
  }

  /// Whether a model of words alone is better than the best method with an encoder by more than chance.
  package func doesWithoutEncoder(_ lead: MethodLead) -> Bool { lead.mean > 0 && lead.isClear }

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
