import BertBaselines
import BertData
import BertFeatures
import BertKernels

extension DomainTransfer {
  /// The most rows of each domain for distances and estimates, whose time grows with the product of both.
  static let most = 5000
  /// The number of parts, each of which is predicted by a model of the others.
  private static let parts = 5

  /// The effect of the adaptation: measured on labelled rows of the target where there are any, otherwise estimated in
  /// three ways from source rows that are predicted by heads which did not learn from them.
  ///
  /// - Parameters:
  ///   - plain: The head that learnt from the source alone, over the vectors as they are.
  ///   - adapted: The adapted head.
  ///   - test: Labelled texts of the target that no head learnt from.
  /// - Throws: `setting`, `unsolved`, and the errors of the adaptation.
  func receipt(
    plain: LinearHead, adapted: Adapted, test: (vectors: WindowVectors, labels: [Int])?
  ) throws(FeatureSpaceError) -> TransferReceipt {
    let comparison = try comparison(Array(0..<source.texts))
    if let test { return try measured(plain, adapted, test, comparison.distance) }
    switch adapted.learning {
    case .boosting: return try heldOut(plain, adapted, comparison.distance, boosted)
    case .heads(let heads) where few.texts > 0:
      return try heldOut(plain, adapted, comparison.distance) { (few, labels) throws(FeatureSpaceError) in
        SourceHeads(parts: heads.parts, weights: try weights(of: heads.parts, few, labels)).pooled
      }
    case .heads(let heads): return try estimated(plain, adapted, { heads.outOfPart(source, parts: $0) }, comparison)
    case .head(let head): return try estimated(plain, adapted, { head.outOfPart(source, parts: $0) }, comparison)
    }
  }

  private func measured(
    _ plain: LinearHead, _ adapted: Adapted, _ test: (vectors: WindowVectors, labels: [Int]),
    _ distance: TransferReceipt.Distance
  ) throws(FeatureSpaceError) -> TransferReceipt {
    var receipt = try TransferReceipt(
      sourceIsRight: isRight(plain.model, test.vectors, test.labels),
      adaptedIsRight: isRight(adapted.model, test.vectors, test.labels), distance: distance)
    receipt.sources = try several(adapted) { heads, place, _ in
      Self.share(isRight(heads.parts[place].head.model, test.vectors, test.labels))
    }
    return receipt
  }

  /// Measured on the labelled texts of the target, each predicted by a model that learnt from the others.
  private func heldOut(
    _ plain: LinearHead, _ adapted: Adapted, _ distance: TransferReceipt.Distance,
    _ learn: (_ few: WindowVectors, _ labels: [Int]) throws(FeatureSpaceError) -> LinearModel
  ) throws(FeatureSpaceError) -> TransferReceipt {
    var receipt = try TransferReceipt(
      sourceIsRight: isRight(plain.model, few, fewLabels), adaptedIsRight: heldOutIsRight(learn), distance: distance)
    receipt.sources = try several(adapted) { heads, place, _ in
      Self.share(isRight(heads.parts[place].head.model, few, fewLabels))
    }
    return receipt
  }

  /// - Parameter outOfPart: The logits of the adapted model on source texts, by heads that did not learn from them.
  private func estimated(
    _ plain: LinearHead, _ adapted: Adapted, _ outOfPart: ([[Int]]) -> [Double], _ comparison: Comparison
  ) throws(FeatureSpaceError) -> TransferReceipt {
    let parts = StratifiedSplit.folds(targets: labels.map(Target.label), count: Self.parts, seed: seed)
    guard parts.count > 1 else {
      throw .unsolved(
        what: "every label has one text alone, so that none can be held out to judge the adaptation by",
        remedy: "give more labelled texts")
    }
    let sampled = Self.spaced(Array(0..<target.texts)), judged = Set(parts.joined())
    func answers(
      _ own: [Double], _ texts: [Int], _ model: LinearModel
    ) throws(FeatureSpaceError) -> TransferReceipt.Answers {
      (
        try JudgedAnswers(
          probabilities: probabilities(own, texts), classes: classes, labels: texts.map { labels[$0] }),
        try JudgedAnswers.confidences(
          probabilities(target.logits(model), sampled), classes: classes, rows: sampled.count)
      )
    }
    func ways(_ comparison: Comparison) -> (texts: [Int], all: [AccuracyEstimate]) {
      let places = comparison.texts.indices.filter { judged.contains(comparison.texts[$0]) }
      return (
        places.map { comparison.texts[$0] },
        [.thresholded, .difference, .weighted(places.map { comparison.odds[$0] })]
      )
    }
    let (texts, all) = ways(comparison)
    var receipt = try TransferReceipt(
      source: answers(plain.outOfPart(source, parts: parts), texts, plain.model),
      adapted: answers(outOfPart(parts), texts, adapted.model), by: all, seed: seed, distance: comparison.distance)
    let evidence = receipt.evidence
    receipt.sources = try several(adapted) { heads, place, comparison throws(FeatureSpaceError) in
      let (texts, all) = ways(comparison), own = heads.logits(of: place, source, parts: parts)
      let (judged, target) = try answers(own, texts, heads.parts[place].head.model)
      guard let way = all.first(where: { $0.evidence == evidence }) else { return judged.accuracy }
      return try way.accuracy(source: judged, target: target)
    }
    return receipt
  }

  /// The weight, accuracy and distance of each of several sources; nil for one source.
  ///
  /// - Parameter accuracy: The accuracy of the head of a source on the target.
  private func several(
    _ adapted: Adapted, accuracy: (SourceHeads, Int, Comparison) throws(FeatureSpaceError) -> Double
  ) throws(FeatureSpaceError) -> [TransferReceipt.Source]? {
    guard case .heads(let heads) = adapted.learning else { return nil }
    var all: [TransferReceipt.Source] = []
    for (place, part) in heads.parts.enumerated() {
      let comparison = try comparison(part.texts)
      all.append(
        TransferReceipt.Source(
          name: sources[place].name, fileSHA256: sources[place].fileSHA256, rows: part.texts.count,
          weight: heads.weights[place], accuracy: try accuracy(heads, place, comparison),
          distance: comparison.distance))
    }
    return all
  }

  /// Source texts compared with those of the target.
  private struct Comparison {
    /// The source texts that were compared.
    let texts: [Int]
    let distance: TransferReceipt.Distance
    /// ``ProxyDistance/odds``, [texts]
    let odds: [Double]
  }

  private func comparison(_ texts: [Int]) throws(FeatureSpaceError) -> Comparison {
    let chosen = Self.spaced(texts), sampled = Self.spaced(Array(0..<target.texts))
    let domains = try FeatureDomains(
      source: source.replacing(domains.source.features).means.selecting(chosen),
      target: target.replacing(domains.target.features).means.selecting(sampled))
    let proxy = ProxyDistance(domains, compute)
    return Comparison(
      texts: chosen,
      distance: TransferReceipt.Distance(
        proxyA: proxy.value, mmd: try MeanDiscrepancy(domains, compute).radial), odds: proxy.odds)
  }

  /// Whether each labelled text of the target is predicted right by a model that learnt from the others.
  private func heldOutIsRight(
    _ learn: (_ few: WindowVectors, _ labels: [Int]) throws(FeatureSpaceError) -> LinearModel
  ) throws(FeatureSpaceError) -> [Bool] {
    var all = [Bool](repeating: false, count: few.texts)
    let parts = min(Self.parts, few.texts)
    for part in 0..<parts {
      let kept = (0..<few.texts).filter { $0 % parts != part }
      let model = try learn(few.selecting(texts: kept), kept.map { fewLabels[$0] })
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

  private static func share(_ isRight: [Bool]) -> Double {
    Double(isRight.count { $0 }) / Double(max(1, isRight.count))
  }

  /// The probabilities of some texts, one after the other.
  private func probabilities(_ logits: [Double], _ texts: [Int]) -> [Double] {
    texts.flatMap { Softmax.probabilities(logits[$0 * classes..<($0 + 1) * classes]) }
  }

  /// All indices, or `most` of them, evenly spaced, where there are more.
  static func spaced(_ indices: [Int], most: Int = most) -> [Int] {
    guard indices.count > most else { return indices }
    return (0..<most).map { indices[$0 * indices.count / most] }
  }
}
