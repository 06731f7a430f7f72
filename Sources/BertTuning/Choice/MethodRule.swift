package import BertData

/// When `auto` tries a method, and when the method replaces the best one before it.
///
/// The numbers of texts follow published results and measurements: SetFit helps up to some tens of texts a label
/// (Tunstall et al., arXiv 2209.11055), fine-tuning is unstable on few texts (Mosbach et al., arXiv 2006.04884), and
/// with hundreds a label fine-tuning is best (benchmarks/RESULTS.md). Between these numbers the trials alone decide.
package struct MethodRule: Sendable {
  /// Training texts per label, on average over the labels that have some.
  package let textsPerLabel: Int

  /// Texts a label below which fine-tuning is not tried: with eight, its accuracy is 4 to 48 points below that of the
  /// frozen encoder on each of four corpora (benchmarks/RESULTS.md), and its trial takes most of the time.
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

  /// Whether the best method leaves too little to win for a dearer one to be tried: at most one row in a hundred is
  /// wrong.
  package func isSettled(_ best: MethodEvidence) -> Bool { best.rows > 0 && best.errors * 100 <= best.rows }

  /// Why the number of texts speaks against trying a method; nil where it does not.
  package func objection(to method: TrainingMethod) -> String? {
    if method == .finetune, textsPerLabel < Self.tunedFrom {
      return "\(Figures.count(textsPerLabel, "text")) per label on average, fewer than \(Self.tunedFrom), are too few: "
        + "encoders that keep more of what they know learn more from them"
    }
    guard method == .setfit, textsPerLabel >= Self.pairsBelow else { return nil }
    return "\(Figures.count(textsPerLabel, "text")) per label on average, \(Self.pairsBelow) or more: pairs take "
      + "many times as long as fine-tuning, which has enough to learn from"
  }

  /// Whether a dearer method replaces the best; nil while the trial needs further parts.
  ///
  /// A trial ends where the difference is clear, where enough rows are judged, and where the rows that are left cannot
  /// change the outcome, whether all of them are predicted correctly or none.
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

  /// Whether TF-IDF is better than the best method with an encoder by more than chance.
  ///
  /// - Parameter lead: Of TF-IDF over that method.
  package func doesWithoutEncoder(_ lead: MethodLead) -> Bool { lead.mean > 0 && lead.isClear }

  /// Whether a dearer method replaces the best.
  ///
  /// - Parameters:
  ///   - method: The dearer method.
  ///   - lead: Its lead over the best.
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
