public import BertData

/// The texts of the domain that a classifier is adapted to, where that is not the domain of the labelled texts.
public struct TargetDomain: Sendable {
  /// Texts without labels, to adapt to.
  public let texts: [Example]
  /// Labelled texts to learn from, for ``Adaptation/tradaboost`` and ``Adaptation/ensemble``; otherwise empty.
  public let labelled: [Example]
  /// Whether the rows of the run's test are of the target too, so that they measure the effect of the adaptation.
  public let isTested: Bool
  /// SHA-256 of the file of the texts, where it is known.
  public var fileSHA256: String?
  /// Whether a run judges the adaptation: not the parts of a cross-validation.
  var isJudged = true

  /// The fewest labelled texts with which a model can learn from some and be judged on the others.
  static let fewestLabelled = 3

  /// - Parameters:
  ///   - texts: At least two; their labels are ignored.
  ///   - labelled: With labels of the run.
  ///   - isTested: Whether the rows of the run's test are of the target too.
  /// - Throws: ``TuningError/targetUnfit(reason:remedy:)``.
  public init(texts: [Example], labelled: [Example] = [], isTested: Bool = false) throws(TuningError) {
    guard texts.count > 1 else {
      throw .targetUnfit(
        reason:
          texts.isEmpty
          ? "there are no texts to adapt to"
          : "there is only one text to adapt to, which does not show how texts there vary",
        remedy: "give more of them")
    }
    guard labelled.isEmpty || labelled.count >= Self.fewestLabelled else {
      throw .targetUnfit(
        reason: "fewer than \(Self.fewestLabelled) labelled texts of the target cannot show whether they help",
        remedy: "give more of them")
    }
    self.texts = texts
    self.labelled = labelled
    self.isTested = isTested
  }

  /// - Throws: `targetUnfit` where there is no other domain.
  func check(against source: [Example]) throws(TuningError) {
    let known = Set(source.map { [$0.text, $0.pair ?? ""] })
    guard texts.contains(where: { !known.contains([$0.text, $0.pair ?? ""]) }) else {
      throw .targetUnfit(
        reason: "all texts to adapt to are among the labelled ones, so that there is no other domain",
        remedy: "give texts of the domain that is to be served")
    }
  }
}
