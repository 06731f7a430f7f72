import BertData
package import BertFeatures

/// An adaptation and its effect, as in `bertft.json`.
package struct TransferRecord: Sendable, Equatable, Codable {
  /// The names of the adaptations, joined by commas.
  package let adaptation: String
  /// The number of texts of the target, and of labelled ones, from which boosting learns and by which other adaptations
  /// are measured.
  package let targetRows: Int
  package let labelledRows: Int
  /// Whether the test rows measured the effect.
  package let isTested: Bool
  /// SHA-256 of the file of the target's texts, where it is known.
  package let fileSHA256: String?
  package let receipt: TransferReceipt

  /// - Parameter data: The rows of the run, with the target.
  init(_ adaptation: String, _ target: TargetDomain, _ data: TrainingData, _ receipt: TransferReceipt) {
    self.adaptation = adaptation
    targetRows = target.texts.count
    labelledRows = target.labelled.count
    isTested = target.isTested && !data.test.isEmpty
    fileSHA256 = target.fileSHA256
    self.receipt = receipt
  }

  private enum CodingKeys: String, CodingKey {
    case adaptation, receipt
    case targetRows = "target_rows"
    case labelledRows = "labelled_rows"
    case isTested = "tested"
    case fileSHA256 = "file_sha256"
  }
}

extension TransferRecord {
  /// What a person should know about the adaptation.
  var warnings: [TrainingWarning] {
    let gain = receipt.adapted.accuracy - receipt.source.accuracy
    var warnings: [TrainingWarning] = []
    if receipt.distance.proxyA >= Self.apart { warnings.append(.domainsApart(distance: receipt.distance.proxyA)) }
    if gain < 0 {
      warnings.append(
        .adaptedIsWorse(
          adaptation, source: receipt.source.accuracy, adapted: receipt.adapted.accuracy,
          isMeasured: receipt.evidence == .measured, mayBeChance: receipt.verdict == .unclear))
    }
    return warnings
  }

  /// The least proxy A-distance at which the domain of a text is hardly ever mistaken.
  private static let apart = 1.98
}

extension TransferRecord {
  /// The verdict and its reasons, a sentence each.
  package var sentences: [String] {
    let adapted = receipt.adapted, rests: String
    switch receipt.evidence {
    case .measured:
      rests =
        isTested
        ? labelledRows > 0 && learning == nil
          ? "measured on the labelled texts of the target and the test rows, taken for the target's"
          : "measured on the test rows, taken for the target's"
        : "measured on labelled texts " + (learning.map { "held out of the \($0)" } ?? "of the target")
    case .atc: rests = "estimated without labels of the target, by average thresholded confidence"
    case .doc: rests = "estimated without labels of the target, by the difference of confidences"
    case .weighted: rests = "estimated without labels of the target, by weighted validation"
    }
    let verdict: String, likely = receipt.evidence == .measured ? "" : "likely "
    switch receipt.verdict {
    case .helped: verdict = "it \(likely)helped"
    case .hurt: verdict = "it \(likely)hurt"
    case .unclear: verdict = "whether it helped is unclear"
    }
    let interval = (adapted.interval ?? []).map { Self.signed($0) }.joined(separator: " to ")
    let sentences = [
      "Adapted by \(adaptation) to \(Figures.count(targetRows, "text")) of another domain: \(verdict).",
      "Accuracy there \(Figures.fixed(receipt.source.accuracy, 4)) by the source alone, "
        + "\(Figures.fixed(adapted.accuracy, 4)) adapted: \(Self.signed(adapted.gain ?? 0)) (95 %: \(interval)), \(rests).",
      "Distance of the domains: proxy A-distance \(Figures.fixed(receipt.distance.proxyA, 2)) "
        + "(0: the same, 2: never mistaken), squared MMD \(Figures.fixed(receipt.distance.mmd, 4)).",
    ]
    return sentences + estimates + sources
  }

  /// The gains by each way of estimating.
  private var estimates: [String] {
    guard let told = receipt.estimates, told.count > 1 else { return [] }
    let gains = told.map { estimate in
      "\(estimate.evidence.rawValue) \(Self.signed(estimate.gain)) "
        + "(\(estimate.interval.map { Self.signed($0) }.joined(separator: " to ")))"
    }
    return ["Gains by each estimate: \(gains.joined(separator: ", ")); the verdict needs all of them."]
  }

  /// The figures of each of several sources, and the sources without weight.
  private var sources: [String] {
    guard let sources = receipt.sources else { return [] }
    var lines = sources.map { source in
      "Source \(source.name): weight \(Figures.fixed(source.weight, 3)), \(Figures.count(source.rows, "text")), "
        + "accuracy on the target by it alone \(Figures.fixed(source.accuracy, 4)), proxy A-distance "
        + "\(Figures.fixed(source.distance.proxyA, 2)), squared MMD \(Figures.fixed(source.distance.mmd, 4))."
    }
    let unused = sources.filter { $0.weight == 0 }.map(\.name)
    if !unused.isEmpty {
      lines.append(
        "Without part in the classifier: \(unused.joined(separator: ", ")); "
          + (labelledRows > 0
            ? "with any weight on it the labelled texts of the target are predicted worse."
            : "with any weight on it the sources resemble the target less."))
    }
    return lines
  }

  /// What learnt from the labelled texts of the target, as a word; nil where nothing did.
  private var learning: String? {
    switch Adaptation(rawValue: adaptation) {
    case .tradaboost: "boosting"
    case .ensemble: "weighting"
    default: nil
    }
  }

  private static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + Figures.fixed(value, 4) }
}
