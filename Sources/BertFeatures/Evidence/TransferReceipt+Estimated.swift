import BertData

extension TransferReceipt {
  /// Without labels of the target.
  ///
  /// The interval of the gain holds the middle 95 % of 1,000 bootstrap samples of the labelled source rows and of the target rows, the
  /// same for both models. It says how the figures vary by chance, not how far the estimate itself can be trusted.
  ///
  /// - Parameters:
  ///   - source: Answers of the model of the source on labelled source rows, and its confidences on the target.
  ///   - adapted: The same of the adapted model, on the same rows.
  ///   - seed: Of the samples.
  /// - Throws: `empty`, `count`, `value`, `unsolved`.
  package init(
    source: (judged: JudgedAnswers, target: [Double]), adapted: (judged: JudgedAnswers, target: [Double]),
    by estimate: AccuracyEstimate, seed: UInt64 = 42, distance: Distance
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
      // A sample of weights that are all zero says nothing.
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
    let low = gains[gains.count * 25 / 1000], high = gains[min(gains.count - 1, gains.count * 975 / 1000)]
    self.init(source: before, adapted: after, interval: low...high, distance: distance, evidence: estimate.evidence)
  }

  /// Bootstrap samples.
  private static var samples: Int { 1000 }
}
