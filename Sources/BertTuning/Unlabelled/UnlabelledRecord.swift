import BertData
package import BertFeatures

/// How texts without labels were used, as in `bertft.json`.
package struct UnlabelledRecord: Sendable, Equatable, Codable {
  /// A way to learn from them, and how good it was on labelled texts that were held out.
  package struct Candidate: Sendable, Equatable, Codable {
    package let way: PartlyLabelledRows.Way
    /// The accuracy on held-out texts; nil where none could be held out.
    package let accuracy: Double?
    /// The probability that chance alone gives this gain over the plain head, or a greater one; nil for that head.
    package let p: Double?
  }

  /// A round of self-training of the encoder.
  package struct Round: Sendable, Equatable, Codable {
    /// Texts without labels that it learnt from.
    package let texts: Int
    /// The accuracy on the validation rows.
    package let accuracy: Double

    package init(texts: Int, accuracy: Double) {
      self.texts = texts
      self.accuracy = accuracy
    }
  }

  /// The number of texts without labels, and of their windows that the head learnt from.
  package let rows: Int
  package let learntFrom: Int
  /// The number of labelled texts that were held out, of their parts, and of divisions.
  package let judged: Int
  package let folds: Int
  package let repeats: Int
  package let candidates: [Candidate]
  package let chosen: PartlyLabelledRows.Way
  /// The rounds of self-training of the encoder, which the validation rows judge; otherwise nil.
  package var rounds: [Round]?
  /// SHA-256 of the file of the texts, where it is known.
  package var fileSHA256: String?

  private enum CodingKeys: String, CodingKey {
    case rows, judged, folds, repeats, candidates, chosen, rounds
    case learntFrom = "learnt_from"
    case fileSHA256 = "file_sha256"
  }

  /// - Parameters:
  ///   - choice: The result of the cross-validation.
  ///   - rows: The number of texts without labels.
  ///   - chosen: The way that was chosen.
  ///   - learntFrom: The number of windows that the chosen head learnt from.
  init(_ choice: UnlabelledChoice.Judged, rows: Int, chosen: PartlyLabelledRows.Way, learntFrom: Int) {
    self.rows = rows
    self.learntFrom = learntFrom
    judged = choice.texts
    folds = choice.parts
    repeats = choice.repeats
    self.chosen = chosen
    candidates = Self.candidates(right: choice.right, repeats: choice.repeats)
  }
}

extension UnlabelledRecord {
  /// The result of self-training of the encoder, compared on the validation rows with training on the labelled texts
  /// alone.
  ///
  /// - Parameters:
  ///   - plain: Whether the classifier of the labelled texts alone was right on each of the rows.
  ///   - trained: Whether that of the best round was, or where none was better that of the last; nil without a round.
  ///   - isBetter: Whether a round was better by the figure that chooses the epoch.
  ///   - rounds: All that were tried.
  ///   - learntFrom: Texts that the best round learnt from.
  ///   - texts: Texts without labels.
  package init(plain: [Bool], trained: [Bool]?, isBetter: Bool, rounds: [Round], learntFrom: Int, texts: Int) {
    func share(_ right: [Bool]) -> Double { Double(right.count(where: \.self)) / Double(max(1, right.count)) }
    var candidates = [Candidate(way: .plain, accuracy: share(plain), p: nil)]
    var isTaken = false
    if let trained {
      let p = SignFlips.probability(zip(trained, plain).map { ($0 ? 1 : 0) - ($1 ? 1 : 0) })
      candidates.append(Candidate(way: .selfTraining, accuracy: share(trained), p: p))
      // The level is divided by the number of rounds, because the best of them is tested.
      isTaken = isBetter && p <= Self.level / Double(max(1, rounds.count))
    }
    self.candidates = candidates
    self.rounds = rounds
    rows = texts
    judged = plain.count
    folds = 1
    repeats = 1
    chosen = isTaken ? .selfTraining : .plain
    self.learntFrom = isTaken ? learntFrom : 0
  }
}

extension UnlabelledRecord {
  /// The level of the test, divided by the number of ways that are compared with the plain head.
  private static let level = 0.05

  /// The ways with their figures, the plain head first.
  ///
  /// - Parameters:
  ///   - right: How often each held-out text was predicted right, by way; the same texts for each. [ways][texts]
  ///   - repeats: How often each was held out.
  package static func candidates(right: [PartlyLabelledRows.Way: [Int]], repeats: Int) -> [Candidate] {
    let plain = right[.plain] ?? []
    return PartlyLabelledRows.Way.allCases.map { way in
      guard let own = right[way], !own.isEmpty, repeats > 0 else { return Candidate(way: way, accuracy: nil, p: nil) }
      return Candidate(
        way: way, accuracy: Double(own.reduce(0, +)) / Double(own.count * repeats),
        p: way == .plain ? nil : SignFlips.probability(zip(own, plain).map { $0 - $1 }))
    }
  }

  /// The way that is right most often among those that are better by more than chance, or the plain head without such.
  package static func chosen(_ candidates: [Candidate]) -> PartlyLabelledRows.Way {
    let share = level / Double(max(1, candidates.count - 1))
    var best: Candidate?
    for candidate in candidates where (candidate.p ?? 1) <= share {
      if (candidate.accuracy ?? 0) > (best?.accuracy ?? 0) { best = candidate }
    }
    return best?.way ?? .plain
  }
}

extension UnlabelledRecord {
  /// The choice and its reasons, in words.
  var note: String {
    let texts = Figures.count(rows, "text without a label", "texts without labels")
    guard judged > 0 else {
      return "\(texts) are not learnt from: no label has a second text that could be held out to tell whether they help"
    }
    let figures = candidates.compactMap { candidate -> String? in
      guard let accuracy = candidate.accuracy else { return nil }
      let chance = candidate.p.map { " (p \(Figures.fixed($0, 3)))" } ?? ""
      return "\(candidate.way.words) \(Figures.fixed(accuracy, 4))\(chance)"
    }.joined(separator: ", ")
    if let rounds {
      guard !rounds.isEmpty else {
        return "\(texts) are not learnt from: the classifier of the labelled texts is sure of none"
      }
      let verdict =
        chosen == .plain
        ? "self-training is not better by more than chance, so that the \(texts) are not learnt from; more validation rows would "
          + "decide"
        : "self-training is better by more than chance, and learnt from \(Figures.count(learntFrom)) of the \(texts)"
      return "accuracy on \(Figures.count(judged, "validation row")): \(figures); \(verdict)"
    }
    let times = repeats > 1 ? ", \(repeats) times" : ""
    let verdict =
      chosen == .plain
      ? "neither is better by more than chance, so that the \(texts) are not learnt from; more labelled texts would decide"
      : "\(chosen.words) is better by more than chance, and learnt from \(Figures.count(learntFrom)) of the rows of \(texts)"
    return
      "accuracy on held-out labelled texts (\(Figures.count(judged)) in \(folds) parts\(times)): \(figures); \(verdict)"
  }
}

extension PartlyLabelledRows.Way {
  /// The name of the way in a sentence.
  fileprivate var words: String {
    switch self {
    case .plain: "labelled texts alone"
    case .propagation: "label propagation"
    case .selfTraining: "self-training"
    }
  }
}
