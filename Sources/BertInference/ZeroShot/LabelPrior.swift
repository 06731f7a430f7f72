/// How often labels are held to come, where the scores of texts without labels are corrected by it.
///
/// A model that never learnt the labels may favour one because of how its description reads. Dividing the scores of a label
/// by their mean over the texts takes that out (Zhou et al., "Batch Calibration", arXiv 2309.17249).
public enum LabelPrior: Sendable, Equatable {
  /// All labels come equally often.
  case balanced
  /// The labels come in these proportions, `[C]`, all above 0; they need not add up to 1.
  case weights([Double])

  /// `[C]`, adding up to 1.
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
