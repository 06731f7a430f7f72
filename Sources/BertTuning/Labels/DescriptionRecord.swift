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
      "\(Figures.fixed(measured.logLoss, 3)) (accuracy \(Figures.fixed(measured.accuracy, 3)))"
    }
    let isUsed = use != .none, difference = "a gain of \(Figures.fixed(gain, 3)) ± \(Figures.fixed(standardError, 3))"
    return
      "the label descriptions are \(use.words): in cross-validation on \(Counted(texts, "training text")) the log loss "
      + "is \(shown(with)) \(isUsed ? "with them" : "at best, with them " + best.words), and \(shown(without)) without, "
      + difference + (isUsed ? "" : ", which is not above half of its standard error")
  }
}
