import BertData

/// How texts without labels improved the features, and whether the head uses that, as in `bertft.json`.
package struct SelfTaughtRecord: Sendable, Equatable, Codable {
  /// A number of principal components that was tried.
  package struct Candidate: Sendable, Equatable, Codable {
    package let components: Int
    /// Mean log loss of the training rows held out.
    package let loss: Double
    /// The share of the variance of the texts without labels that these components explain.
    package let variance: Double
  }

  /// How the features were learnt.
  package let kind: SelfTaught
  /// The number of components that the head reads; 0 where it reads the features as they are.
  package let components: Int
  /// Mean log loss of the training rows held out with the features as they are; nil where none could be held out.
  package var plain: Double?
  package var candidates: [Candidate] = []
  /// The number of rows behind the losses; each window of a long text is a row.
  package var rows = 0
  /// How much lower the loss is with the best number than with the features as they are, and the standard error of
  /// this.
  package var gain: Double?
  package var standardError: Double?

  private enum CodingKeys: String, CodingKey {
    case kind, components, plain, candidates, rows, gain
    case standardError = "standard_error"
  }

  /// The choice and its reason, for people.
  var sentence: String {
    guard let plain, let gain, let standardError, let best = candidates.min(by: { $0.loss < $1.loss }) else {
      return "the features are taken as they are, because too few rows of a label could be held out to judge others"
    }
    let figures =
      "in cross-validation on \(Figures.count(rows, "training row")) the log loss is \(Figures.fixed(best.loss, 3)) with "
      + "\(best.components) principal directions of the texts without labels, and \(Figures.fixed(plain, 3)) without, a gain of "
      + "\(Figures.fixed(gain, 3)) ± \(Figures.fixed(standardError, 3))"
    return components > 0
      ? "the head sees \(components) principal directions: \(figures)"
      : "the features are taken as they are: \(figures), which is not above half of its standard error"
  }
}
