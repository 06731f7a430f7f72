/// The assumed frequencies of the labels, by which the scores of unlabelled texts are corrected.
///
/// A model that was not trained on the labels may favour one because of the wording of its description. Dividing the
/// scores of a label by their mean over the texts removes this bias (Zhou et al., "Batch Calibration", arXiv
/// 2309.17249).
public enum LabelPrior: Sendable, Equatable {
  /// All labels are equally frequent.
  case balanced
  /// The labels have these proportions, `[C]`, all above 0; they need not add up to 1.
  case weights([Double])

  /// The proportions, `[C]`, adding up to 1.
  ///
  /// - Throws: `option` where there is not one positive number for each label.
  func shares(labels: Int) throws(InferenceError) -> [Double] {
    switch self {
    case .balanced: return Array(repeating: 1 / Double(labels), count: labels)
    case .weights(let weights):
      let sum = weights.reduce(0, +)
      guard weights.count == labels, weights.allSatisfy({ $0 > 0 && $0 / sum > 0 }), sum.isFinite else {
        throw .option(
          name: "prior", value: weights.map { "\($0)" }.joined(separator: ","),
          rule: "needs a number above 0 for each of the \(labels) labels")
      }
      return weights.map { $0 / sum }
    }
  }
}
