import BertBaselines
import BertData

/// Finds out by cross-validation on the training texts whether the descriptions of labels help a head, and which use
/// helps most.
///
/// Whichever part is held out, each label keeps a text to learn from; all windows of a text are in the same part. Texts
/// are assigned to the parts in turn, so that the result is not random. Legend: C labels.
struct DescriptionTrial {
  let texts: WindowVectors
  /// The label of each text.
  let labels: [Int]
  let classes: Int
  let classWeights: [Double]?
  let descriptions: DescriptionVectors

  private static let folds = 5
  /// The most texts for which every part is held out in turn; with more, the first part is enough.
  private static let crossValidatedTexts = 500

  /// The results of a head on held-out texts.
  struct Judged {
    /// The best inverse regularization strength.
    let strength: Double
    /// The log loss of each held-out text.
    let losses: [Double]
    /// Whether the most probable label of each held-out text is the true one.
    let hits: [Bool]

    /// The means over the texts.
    var measured: DescriptionRecord.Measured {
      let count = Double(max(1, losses.count))
      return .init(logLoss: losses.reduce(0, +) / count, accuracy: Double(hits.count { $0 }) / count)
    }
  }

  /// The parts of texts that are held out in turn; empty where no label has two texts.
  private var parts: [[Int]] {
    let counts = labels.reduce(into: [:] as [Int: Int]) { $0[$1, default: 0] += 1 }
    let count = min(Self.folds, counts.values.max() ?? 0)
    guard count > 1 else { return [] }
    var parts = [[Int]](repeating: [], count: count), met: [Int: Int] = [:]
    for (text, label) in labels.enumerated() where counts[label, default: 0] > 1 {
      parts[met[label, default: 0] % count].append(text)
      met[label, default: 0] += 1
    }
    return texts.texts > Self.crossValidatedTexts ? Array(parts.prefix(1)) : parts
  }

  /// A head that learns from all texts.
  func head(_ use: DescriptionUse) -> DescribedHead {
    DescribedHead(
      texts.rows, labels: texts.spread(labels), classes: classes, classWeights: classWeights, descriptions, use)
  }

  /// Judges a use of the descriptions, with the inverse regularization strength that is best for it.
  ///
  /// - Returns: nil where no text can be held out, and where `isCancelled` returned true.
  func judge(_ use: DescriptionUse, isCancelled: () -> Bool) -> Judged? {
    let windows = LinearTargets.classes(texts.spread(labels), count: classes, weights: nil)
    let search = StrengthSearch(windows)
    var losses = [[Double]](repeating: [], count: search.candidates.count)
    var hits = [[Bool]](repeating: [], count: search.candidates.count)
    for part in parts {
      let held = Set(part), inside = texts.windows { !held.contains($0) }
      let head = DescribedHead(
        texts.rows.selecting(inside), labels: inside.map { labels[texts.owners[$0]] }, classes: classes,
        classWeights: classWeights, descriptions, use)
      var start: LinearModel?
      for (index, strength) in search.candidates.enumerated() {
        if isCancelled() { return nil }
        let model = head.fit(strength: strength, .choosing, start: start)
        start = model
        let logits = texts.logits(head.folded(model))
        for text in part {
          let own = logits[text * classes..<(text + 1) * classes], label = labels[text]
          losses[index].append(LinearTargets.classes([label], count: classes, weights: nil).loss(Array(own)))
          hits[index].append(own.firstIndex(of: own.max() ?? 0) == own.startIndex + label)
        }
      }
    }
    guard losses.first?.isEmpty == false else { return nil }
    let sums = losses.map { $0.reduce(0, +) }
    var best = 0
    for index in sums.indices where sums[index] < sums[best] { best = index }
    return Judged(strength: search.candidates[best], losses: losses[best], hits: hits[best])
  }

  /// Compares uses of the descriptions with not using them.
  ///
  /// The best use is chosen where it lowers the log loss by more than half of the standard error of the paired
  /// difference. Accuracies do not decide, because on a few dozen texts they are equal or differ by chance.
  ///
  /// - Parameter uses: The uses to try.
  /// - Returns: The record, and the inverse regularization strength of the chosen use; nil where `isCancelled` returned
  ///   true.
  func compare(
    _ uses: [DescriptionUse], isCancelled: () -> Bool
  ) -> (record: DescriptionRecord, strength: Double?)? {
    guard let without = judge(.none, isCancelled: isCancelled) else {
      return isCancelled() ? nil : (DescriptionRecord(use: .none), nil)
    }
    var best: (use: DescriptionUse, judged: Judged)?
    for use in uses {
      guard let judged = judge(use, isCancelled: isCancelled) else { return nil }
      if judged.measured.logLoss < best?.judged.measured.logLoss ?? .infinity { best = (use, judged) }
    }
    guard let best else { return (DescriptionRecord(use: .none), nil) }
    let gain = LossGain(without.losses, best.judged.losses)
    return (
      DescriptionRecord(
        use: gain.isTaken ? best.use : .none, best: best.use, with: best.judged.measured, without: without.measured,
        texts: without.losses.count, gain: gain.mean, standardError: gain.standardError),
      gain.isTaken ? best.judged.strength : nil
    )
  }
}
