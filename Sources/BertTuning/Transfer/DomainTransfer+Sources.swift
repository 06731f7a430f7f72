import BertBaselines
import BertData
import BertFeatures
import BertKernels

extension DomainTransfer {
  /// A head for each source, weighted.
  ///
  /// - Throws: The errors of weighting.
  func ensemble() throws(FeatureSpaceError) -> Adapted {
    let parts = sources.indices.map { source in
      let texts = origins.indices.filter { origins[$0] == source }, vectors = self.source.selecting(texts: texts)
      let targets = LinearTargets.classes(
        vectors.spread(texts.map { labels[$0] }), count: classes, weights: classWeights)
      let head = LinearHead(
        vectors.rows, targets, StrengthSearch(targets).crossValidated(vectors.rows, targets))
      return SourceHeads.Part(texts: texts, vectors: vectors, head: head)
    }
    let heads = SourceHeads(parts: parts, weights: try weights(of: parts, few, fewLabels)), model = heads.pooled
    let targets = LinearTargets.classes(source.spread(labels), count: classes, weights: classWeights)
    return Adapted(
      model: model, loss: targets.loss(model.logits(source.rows)) / Double(max(1, targets.count)),
      note: "one head for each of \(sources.count) sources, weighted by "
        + (few.texts > 0
          ? "\(Figures.count(few.texts, "labelled text")) of the target" : "the mixture nearest to the target"),
      learning: .heads(heads))
  }

  /// The weight of each source's head: by labelled texts of the target where there are any, otherwise by the mixture of
  /// the sources that is nearest to it.
  func weights(
    of parts: [SourceHeads.Part], _ few: WindowVectors, _ labels: [Int]
  ) throws(FeatureSpaceError) -> [Double] {
    guard few.texts == 0 else {
      return Self.droppingNegligible(
        try SourceEnsemble(logits: parts.map { few.logits($0.head.model) }, classes: classes, labels: labels).weights)
    }
    let most = Self.most / parts.count, rows = domains.source.features
    let chosen = parts.indices.flatMap { source in
      Self.spaced(self.source.windows { origins[$0] == source }, most: most)
    }
    let mixed = try FeatureDomains(
      source: rows.selecting(chosen),
      target: domains.target.features.selecting(Self.spaced(Array(0..<domains.target.rows))))
    return Self.droppingNegligible(
      try SourceMixture(
        mixed, owners: chosen.map { origins[source.owners[$0]] }, sources: parts.count, compute
      ).weights)
  }

  /// Sets negligible weights to zero, so that such sources are reported as unused.
  private static func droppingNegligible(_ weights: [Double]) -> [Double] {
    let kept = weights.map { $0 < 1e-6 ? 0 : $0 }, sum = kept.reduce(0, +)
    return kept.map { $0 / sum }
  }
}
