public import BertData

/// Rules that every classifier must keep, whether an encoder or a simple model.
public enum ClassifierChecks {
  /// Texts that any classifier must accept: without a known word, without a letter, very long, in other scripts.
  public static let oddTexts = [
    "", " ", "\n\t", "zzqx vvkq", "🙂🙃", "…", "\u{0}", "e\u{301}\u{302}\u{303}", "文字", "a",
    String(repeating: "great ", count: 3000), String(repeating: "x", count: 5000), "</s>", "[CLS] [PAD]",
  ]

  /// The rules that a classifier breaks, each in words; none if it keeps all.
  ///
  /// - Parameters:
  ///   - classifier: The classifier.
  ///   - rows: At least three ordinary texts.
  ///   - others: Classifiers that must answer with the same bytes: read back from a bundle, trained or run with another
  ///     number of threads.
  ///   - tolerance: How far a row's logits may change with the other rows of its batch: an encoder's sums are split
  ///     differently in another batch, and a simple model has no batches.
  /// - Throws: The errors of the classifier.
  public static func violations(
    of classifier: some Classifier, rows: [Example], others: [(name: String, classifier: any Classifier)],
    tolerance: Double
  ) throws -> [String] {
    var found: [String] = []
    func expect(_ holds: Bool, _ rule: String) { if !holds { found.append(rule) } }
    func near(_ a: [Double], _ b: [Double]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
    }
    let classes = classifier.labels.count
    let never = { false }
    expect(classes >= 2, "there are at least two labels")
    expect(try classifier.logits([], isCancelled: never).isEmpty, "no rows, no answers")

    let together = try classifier.logits(rows, isCancelled: never)
    expect(together.count == rows.count * classes, "as many answers as rows")
    expect(together.allSatisfy(\.isFinite), "logits are numbers")
    expect(try classifier.logits(rows, isCancelled: never) == together, "the same rows have the same answers")
    let turned = try classifier.logits(rows.reversed(), isCancelled: never)
    for (place, row) in rows.enumerated() {
      let expected = Array(together[place * classes..<(place + 1) * classes])
      let alone = try classifier.logits([row], isCancelled: never)
      expect(near(alone, expected), "row \(place) answers alone as among others")
      let mirrored = rows.count - 1 - place
      expect(
        near(Array(turned[mirrored * classes..<(mirrored + 1) * classes]), expected), "row \(place) keeps its place")
    }
    for prediction in try classifier.predictions(rows) {
      expect(abs(prediction.scores.reduce(0, +) - 1) < 1e-9, "probabilities add up to one")
      expect(prediction.scores[prediction.index] == prediction.scores.max(), "the label is the most probable")
    }

    let odd = oddTexts.enumerated().map { Example(text: $0.element, line: $0.offset + 1) }
    let strange = try classifier.predictions(odd)
    expect(strange.count == odd.count, "every odd text has an answer")
    expect(strange.allSatisfy { $0.scores.allSatisfy(\.isFinite) }, "odd texts have probabilities")

    for other in others {
      expect(other.classifier.labels == classifier.labels, "\(other.name): the same labels")
      expect(try other.classifier.logits(rows, isCancelled: never) == together, "\(other.name): the same bytes")
      expect(
        try other.classifier.logits(odd, isCancelled: never) == classifier.logits(odd, isCancelled: never),
        "\(other.name): the same bytes on odd texts")
    }
    do {
      _ = try classifier.logits(rows, isCancelled: { true })
      expect(false, "stops when asked to")
    } catch {}
    return found
  }
}
