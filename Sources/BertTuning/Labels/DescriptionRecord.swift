import BertData
import BertStorage

/// How a head uses the descriptions of the labels, and why; a member of `bertft.json`.
package struct DescriptionRecord: Sendable, Equatable, Codable {
  /// The cross-validated metrics of a head.
  package struct Measured: Sendable, Equatable, Codable {
    package let logLoss: Double
    package let accuracy: Double

    private enum CodingKeys: String, CodingKey {
      case accuracy
      case logLoss = "log_loss"
    }
  }

  /// The chosen use.
  package let use: DescriptionUse
  /// The best use that was tried; nil where none could be judged.
  package var best: DescriptionUse?
  /// The metrics of the best use.
  package var with: Measured?
  /// The metrics without descriptions, on the same training texts.
  package var without: Measured?
  /// The number of these training texts.
  package var texts = 0
  /// How much lower the log loss is with the best use.
  package var gain: Double?
  /// The standard error of ``gain``.
  package var standardError: Double?

  private enum CodingKeys: String, CodingKey {
    case use, best, with, without, texts, gain
    case standardError = "standard_error"
  }

  /// The choice and its reason, as a phrase for people.
  var sentence: String {
    guard let with, let without, let best, let gain, let standardError else {
      return "the label descriptions are not used: no label has two texts, so that none can be held out to judge them"
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
