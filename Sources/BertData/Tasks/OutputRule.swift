import Foundation

/// How the outputs of a model become scores and an answer.
public struct OutputRule: Sendable, Equatable {
  /// What kind of answer it is.
  public var problem: ProblemType
  /// For several labels per text, the score from which each holds, `[C]`.
  public var thresholds: [Double]
  /// Whether a number is the logistic function of the output, as many rerankers' files say, and not the output itself.
  public var isLogistic: Bool
  /// The calibration of the scores; nil where they are not calibrated.
  public private(set) var calibration: Calibration?

  /// The threshold of a label for which none was chosen.
  public static let usualThreshold = 0.5

  private init(_ problem: ProblemType, thresholds: [Double] = [], isLogistic: Bool = false) {
    self.problem = problem
    self.thresholds = thresholds
    self.isLogistic = isLogistic
  }

  /// The most probable label, by softmax.
  public static let singleLabel = OutputRule(.singleLabel)

  /// All labels whose score, by the logistic function, reaches their threshold.
  ///
  /// - Parameter thresholds: one a label, `[C]`.
  public static func multiLabel(thresholds: [Double]) -> OutputRule { OutputRule(.multiLabel, thresholds: thresholds) }

  /// The output as the number, or its logistic function.
  ///
  /// - Parameter isLogistic: whether the number is the logistic function of the output.
  public static func regression(isLogistic: Bool = false) -> OutputRule {
    OutputRule(.regression, isLogistic: isLogistic)
  }

  /// The usual rule of a problem.
  ///
  /// - Parameters:
  ///   - problem: what kind of answer it is.
  ///   - labels: C.
  public static func usual(_ problem: ProblemType, labels: Int) -> OutputRule {
    switch problem {
    case .singleLabel: .singleLabel
    case .multiLabel: .multiLabel(thresholds: Array(repeating: usualThreshold, count: labels))
    case .regression: .regression()
    }
  }

  /// The same rule with calibrated scores; nil where the calibration is not of this problem.
  ///
  /// - Parameters:
  ///   - calibration: the calibration; nil for none.
  ///   - labels: C.
  package func calibrated(by calibration: Calibration?, labels: Int) -> OutputRule? {
    guard calibration?.fits(problem, labels: labels) ?? true else { return nil }
    var rule = self
    rule.calibration = calibration
    return rule
  }

  /// Probabilities of labels, or the number.
  ///
  /// - Parameter logits: `[C]`
  public func scores(_ logits: [Double]) -> [Double] {
    switch problem {
    case .singleLabel:
      Softmax.probabilities(calibration?.temperature.map { temperature in logits.map { $0 / temperature } } ?? logits)
    case .multiLabel:
      if let slopes = calibration?.slopes, let offsets = calibration?.offsets {
        logits.indices.map { Self.logistic(slopes[$0] * logits[$0] + offsets[$0]) }
      } else {
        logits.map(Self.logistic)
      }
    case .regression: isLogistic ? logits.map(Self.logistic) : logits
    }
  }

  /// 1 / (1 + e^−x), without overflow.
  package static func logistic(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let power = exp(x)
    return power / (1 + power)
  }
}
