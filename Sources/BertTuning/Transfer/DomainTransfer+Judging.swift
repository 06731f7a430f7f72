import BertBaselines
import BertData
import BertFeatures
import BertKernels

extension DomainTransfer {
  /// Rows of each domain that distances and estimates are told from at the most: both take their product in time.
  fileprivate static let most = 5000
  /// Parts of which each is judged by what learnt from the others.
  private static let parts = 5

  /// What the adaptation brought: measured on labelled rows of the target where there are any, else estimated by average
  /// thresholded confidence, the source rows judged by heads that did not learn from them.
  ///
  /// - Parameters:
  ///   - plain: The head that knows the source alone, over the vectors as they are.
  ///   - test: Labelled texts of the target that nothing learnt from.
  /// - Throws: `setting`, `unsolved`, and what the adaptation throws.
  func receipt(
    plain: LinearHead, adapted: Adapted, test: (vectors: WindowVectors, labels: [Int])?
  ) throws(FeatureSpaceError) -> TransferReceipt {
    let distance = try TransferReceipt.Distance(domains, compute)
    if let test {
      return try TransferReceipt(
        sourceIsRight: isRight(plain.model, test.vectors, test.labels),
        adaptedIsRight: isRight(adapted.model, test.vectors, test.labels), distance: distance)
    }
    guard let head = adapted.head else {
      return try TransferReceipt(
        sourceIsRight: isRight(plain.model, few, fewLabels), adaptedIsRight: boostedIsRight(), distance: distance)
    }
    let parts = StratifiedSplit.folds(targets: labels.map(Target.label), count: Self.parts, seed: seed)
    guard parts.count > 1 else {
      throw .unsolved(
        what: "every label has one text alone, so that none can be held out to judge the adaptation by",
        remedy: "give more labelled texts")
    }
    let judged = Self.spaced(parts.joined().sorted()), told = Self.spaced(Array(0..<target.texts))
    func answers(_ head: LinearHead, _ model: LinearModel) throws(FeatureSpaceError) -> (JudgedAnswers, [Double]) {
      let own = probabilities(head.outOfPart(source, parts: parts), judged)
      let others = probabilities(target.logits(model), told)
      return (
        try JudgedAnswers(probabilities: own, classes: classes, labels: judged.map { labels[$0] }),
        try JudgedAnswers.confidences(others, classes: classes, rows: told.count)
      )
    }
    let before = try answers(plain, plain.model), after = try answers(head, adapted.model)
    return try TransferReceipt(
      source: (judged: before.0, target: before.1), adapted: (judged: after.0, target: after.1), by: .thresholded,
      seed: seed, distance: distance)
  }

  /// Whether the boosting is right on each of the labelled texts of the target, when it learns from the others alone.
  private func boostedIsRight() throws(FeatureSpaceError) -> [Bool] {
    var all = [Bool](repeating: false, count: few.texts)
    let parts = min(Self.parts, few.texts)
    for part in 0..<parts {
      let inside = few.windows { $0 % parts != part }
      // Each window stands for a text of its own, which boosting does not tell apart.
      let kept = WindowVectors(few.rows.selecting(inside), owners: Array(inside.indices), of: 0..<inside.count)
      let model = try boosted(kept, inside.map { fewLabels[few.owners[$0]] })
      let right = isRight(model, few, fewLabels)
      for text in 0..<few.texts where text % parts == part { all[text] = right[text] }
    }
    return all
  }

  private func isRight(_ model: LinearModel, _ texts: WindowVectors, _ labels: [Int]) -> [Bool] {
    let logits = texts.logits(model)
    return labels.indices.map { text in
      var best = 0
      for label in 0..<classes where logits[text * classes + label] > logits[text * classes + best] { best = label }
      return best == labels[text]
    }
  }

  /// The probabilities of some texts, one behind the other.
  private func probabilities(_ logits: [Double], _ texts: [Int]) -> [Double] {
    texts.flatMap { Softmax.probabilities(logits[$0 * classes..<($0 + 1) * classes]) }
  }

  /// Of many, as many as are told from at the most, evenly spaced.
  fileprivate static func spaced(_ indices: [Int]) -> [Int] {
    guard indices.count > most else { return indices }
    return (0..<most).map { indices[$0 * indices.count / most] }
  }
}

extension TransferReceipt.Distance {
  /// Told from some of the rows where there are many.
  ///
  /// - Throws: `setting`, `unsolved`.
  init(_ domains: FeatureDomains, _ compute: Compute) throws(FeatureSpaceError) {
    let domains = try FeatureDomains(
      source: domains.source.features.selecting(DomainTransfer.spaced(Array(0..<domains.source.rows))),
      target: domains.target.features.selecting(DomainTransfer.spaced(Array(0..<domains.target.rows))))
    self.init(proxyA: ProxyDistance(domains, compute).value, mmd: try MeanDiscrepancy(domains, compute).radial)
  }
}
