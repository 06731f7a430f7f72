import BertData
import BertStorage

/// What part the labels' descriptions have in a head and why, as `bertft.json` holds it.
package struct DescriptionRecord: Sendable, Equatable, Codable {
  /// How well texts are told that a head did not learn from.
  package struct Measured: Sendable, Equatable, Codable {
    package let logLoss: Double
    package let accuracy: Double

    private enum CodingKeys: String, CodingKey {
      case accuracy
      case logLoss = "log_loss"
    }
  }

  /// The part that they have.
  package let use: DescriptionUse
  /// The best part that was tried; nil where nothing could be.
  package var best: DescriptionUse?
  /// The figures of that, and those without descriptions, on the same training texts.
  package var with: Measured?
  package var without: Measured?
  /// The training texts that the figures are of.
  package var texts = 0
  /// How much less the loss is with them, and its standard error.
  package var gain: Double?
  package var standardError: Double?

  private enum CodingKeys: String, CodingKey {
    case use, best, with, without, texts, gain
    case standardError = "standard_error"
  }

  /// What was chosen and on what grounds, for people.
  var sentence: String {
    guard let with, let without, let best, let gain, let standardError else {
      return "the label descriptions are not used: no label has two texts, of which one could judge them"
    }
    func shown(_ measured: Measured) -> String {
      "log loss \(Figures.fixed(measured.logLoss, 3)), accuracy \(Figures.fixed(measured.accuracy, 3))"
    }
    let tried = use == .none ? "at best, " + best.words : "with them"
    let rule =
      use == .none ? "; they are used where the loss is less by more than half of its standard error" : ""
    return "the label descriptions are \(use.words), chosen by cross-validation on \(Counted(texts, "training text")): "
      + "\(shown(with)) \(tried), \(shown(without)) without "
      + "(difference of the loss \(Figures.fixed(gain, 3)) ± \(Figures.fixed(standardError, 3)))\(rule)"
  }
}
