import BertData

extension TransferReceipt {
  /// The receipt of a target without labels, from several estimates.
  ///
  /// No estimate is right under every shift (Garg et al. 2022), and each is wrong in its own way. The verdict is
  /// therefore that the adaptation helped, or hurt, only where the intervals of all estimates say so: an
  /// intersection–union test (Berger 1982), which errs no more often than one of them would. The receipt has the
  /// figures of the estimate with the median gain; its interval contains those of all.
  ///
  /// The interval of an estimate is the middle 95 % of 1,000 bootstrap samples of the labelled source rows and of the
  /// target rows, the same for both models. It shows how the figures vary by chance, not how far the estimate itself
  /// can be trusted.
  ///
  /// - Parameters:
  ///   - source: Answers of the model of the source on labelled source rows, and its confidences on the target.
  ///   - adapted: The same of the adapted model, on the same rows.
  ///   - estimates: At least one.
  ///   - seed: The seed of the bootstrap samples.
  ///   - distance: Of the domains.
  /// - Throws: `empty`, `count`, `value`, `unsolved`.
  package init(
    source: Answers, adapted: Answers, by estimates: [AccuracyEstimate], seed: UInt64 = 42, distance: Distance
  ) throws(FeatureSpaceError) {
    var results: [Estimate] = []
    for estimate in estimates { results.append(try Estimate(source, adapted, by: estimate, seed: seed)) }
    results.sort { $0.gain < $1.gain }
    guard !results.isEmpty else { throw .empty(.target) }
    let middle = results[results.count / 2]
    let low = results.reduce(middle.interval[0]) { min($0, $1.interval[0]) }
    let high = results.reduce(middle.interval[1]) { max($0, $1.interval[1]) }
    self.init(
      source: middle.source, adapted: middle.adapted, interval: low...high, distance: distance,
      evidence: middle.evidence, estimates: results)
  }
}

extension TransferReceipt {
  /// What a model answers on labelled source rows that it did not learn from, and how sure it is on the target.
  package typealias Answers = (judged: JudgedAnswers, target: [Double])
}

extension TransferReceipt.Estimate {
  /// Bootstrap samples.
  private static var samples: Int { 1000 }

  /// - Throws: `empty`, `count`, `value`, `unsolved`.
  init(
    _ source: TransferReceipt.Answers, _ adapted: TransferReceipt.Answers, by estimate: AccuracyEstimate, seed: UInt64
  ) throws(FeatureSpaceError) {
    let rows = source.judged.isRight.count, others = source.target.count
    guard adapted.judged.isRight.count == rows else {
      throw .count(of: "answers", found: adapted.judged.isRight.count, expected: rows)
    }
    guard adapted.target.count == others else {
      throw .count(of: "confidences", found: adapted.target.count, expected: others)
    }
    let before = try estimate.accuracy(source: source.judged, target: source.target)
    let after = try estimate.accuracy(source: adapted.judged, target: adapted.target)
    var generator = SeededGenerator(seed: seed), gains: [Double] = []
    for _ in 0..<Self.samples {
      let own = (0..<rows).map { _ in generator.next(below: rows) }
      let target = (0..<others).map { _ in generator.next(below: others) }
      let chosen = estimate.selecting(own)
      // A sample whose weights are all zero has no accuracy.
      guard
        let first = try? chosen.accuracy(
          source: source.judged.selecting(own), target: target.map { source.target[$0] }),
        let second = try? chosen.accuracy(
          source: adapted.judged.selecting(own), target: target.map { adapted.target[$0] })
      else { continue }
      gains.append(second - first)
    }
    guard gains.count > Self.samples / 2 else {
      throw .unsolved(what: "the weights of nearly all source rows are zero", remedy: "choose another way of weighting")
    }
    gains.sort()
    // Adding 0 removes the sign of −0, which JSON would show.
    let low = gains[gains.count * 25 / 1000] + 0, high = gains[min(gains.count - 1, gains.count * 975 / 1000)] + 0
    self.init(
      evidence: estimate.evidence, source: before, adapted: after, gain: after - before, interval: [low, high])
  }
}
