import BertData
import BertKernels

/// The loss of one of several questions, by the kind of its answers.
package enum QuestionLoss: Sendable {
  /// The loss of one label a text.
  case label(any Loss<Int>)
  /// The loss of several labels a text; a target is 1 where the label holds, else 0.
  case labels(any Loss<[Double]>)
  /// The loss of a number.
  case number(any Loss<Double>)

  /// The weight of an answer in the mean over the question's rows; 0 for one of another kind.
  func weight(of answer: Target) -> Double {
    switch (self, answer) {
    case (.label(let loss), .label(let label)): loss.weight(of: label)
    case (.labels(let loss), .labels(let flags)): loss.weight(of: flags.map { $0 ? 1 : 0 })
    case (.number(let loss), .number(let number)): loss.weight(of: number)
    default: 0
    }
  }

  /// The weighted mean over rows that have an answer, and its gradient, as ``Loss/evaluate(_:_:scale:gradient:)``.
  ///
  /// - Parameters:
  ///   - outputs: The question's own, `[R, C]`.
  ///   - answers: `[R]`, all of the question's kind.
  func evaluate(_ outputs: Matrix, _ answers: [Target], scale: Float, gradient: Matrix) -> Double {
    switch self {
    case .label(let loss):
      loss.evaluate(
        outputs, answers.map { if case .label(let label) = $0 { label } else { 0 } }, scale: scale, gradient: gradient)
    case .labels(let loss):
      loss.evaluate(
        outputs, answers.map { if case .labels(let flags) = $0 { flags.map { $0 ? 1 : 0 } } else { [] } }, scale: scale,
        gradient: gradient)
    case .number(let loss):
      loss.evaluate(
        outputs, answers.map { if case .number(let number) = $0 { number } else { 0 } }, scale: scale,
        gradient: gradient)
    }
  }
}
