import ArgumentParser
import BertFT

/// The value of `--prior`.
struct PriorArgument: ExpressibleByArgument, Equatable, CustomStringConvertible {
  /// The value as it was typed.
  let description: String
  /// The prior that the scores are corrected to; nil for no correction.
  let prior: LabelPrior?

  static let none = PriorArgument(description: "none", prior: nil)

  private init(description: String, prior: LabelPrior?) {
    self.description = description
    self.prior = prior
  }

  init?(argument: String) {
    switch argument {
    case "none": self = .none
    case "balanced": self.init(description: argument, prior: .balanced)
    default:
      var weights: [Double] = []
      for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
        guard let weight = Double(part), weight > 0, weight.isFinite else { return nil }
        weights.append(weight)
      }
      self.init(description: argument, prior: .weights(weights))
    }
  }
}
