import Foundation

/// How the learning rate changes over a run: a pure function from the step to a factor of the peak rate.
///
/// `linear`, `cosine` and `constant` give the factors of transformers' `get_linear_schedule_with_warmup`,
/// `get_cosine_schedule_with_warmup` (half a cosine) and `get_constant_schedule_with_warmup`; `slanted` is the slanted
/// triangular schedule of ULMFiT (Howard and Ruder 2018, equation 3).
public struct LearningRateSchedule: Sendable, Codable, Equatable {
  /// How the rate changes after (for `slanted`: around) the warm-up.
  public enum Shape: String, Sendable, Codable, CaseIterable {
    /// Falls in a straight line to zero at the last step.
    case linear
    /// Falls along half a cosine to zero at the last step.
    case cosine
    /// Rises in a straight line for the cut, then falls slowly to 1/32 of the peak; never zero.
    case slanted
    /// Stays at the peak.
    case constant
  }

  /// How long the rate rises. For `slanted` this is the cut (ULMFiT: the fraction 0.1).
  public enum WarmUp: Sendable, Codable, Equatable {
    /// A share of all steps, 0 ... 1, rounded up as transformers does (for `slanted` rounded down, as ULMFiT does).
    case fraction(Double)
    /// A number of steps.
    case steps(Int)
  }

  /// How the rate changes.
  public let shape: Shape
  /// Steps of the whole run.
  public let totalSteps: Int
  /// Steps of the warm-up.
  public let warmUpSteps: Int
  /// The share of the run that the cut of `slanted` takes, before rounding to steps.
  private let cutFraction: Double
  /// The rate is halved whenever this many steps have been taken; nil for no halving.
  private let halvingSteps: Int?

  /// The peak of `slanted` over its lowest rate (ULMFiT's `ratio`).
  public static let slantedRatio = 32.0

  /// - Parameters:
  ///   - shape: how the rate changes after the warm-up.
  ///   - warmUp: how long the rate rises from zero.
  ///   - totalSteps: steps of the whole run, at least 1 (smaller values count as 1).
  public init(shape: Shape, warmUp: WarmUp, totalSteps: Int) {
    let total = max(1, totalSteps)
    self.shape = shape
    self.totalSteps = total
    halvingSteps = nil
    switch warmUp {
    case .fraction(let fraction):
      let exact = fraction * Double(total)
      warmUpSteps = min(total, max(0, Int(shape == .slanted ? exact.rounded(.down) : exact.rounded(.up))))
      cutFraction = fraction
    case .steps(let steps):
      warmUpSteps = min(total, max(0, steps))
      cutFraction = Double(warmUpSteps) / Double(total)
    }
  }

  /// A rate that is halved after every `steps` steps: PyTorch's `StepLR` with γ 0.5.
  package init(halvingAfter steps: Int, totalSteps: Int) {
    shape = .constant
    self.totalSteps = max(1, totalSteps)
    warmUpSteps = 0
    cutFraction = 0
    halvingSteps = max(1, steps)
  }

  /// The factor of the peak rate at a step.
  ///
  /// - Parameter step: optimizer steps taken before this one, 0 ..< `totalSteps`.
  /// - Returns: 0 ... 1. The first step of a warm-up has the factor 0 (for `slanted` 1/32), as in transformers.
  public func multiplier(at step: Int) -> Double {
    if let halvingSteps { return pow(0.5, Double(step / halvingSteps)) }
    return shape == .slanted
      ? slanted(step) : step < warmUpSteps ? Double(step) / Double(warmUpSteps) : afterWarmUp(step)
  }

  private func afterWarmUp(_ step: Int) -> Double {
    let span = Double(max(1, totalSteps - warmUpSteps))
    switch shape {
    case .linear:
      return max(0, Double(totalSteps - step) / span)
    case .cosine:
      // As in transformers, a step past the end would follow the cosine upwards; a run never asks for one.
      return max(0, 0.5 * (1 + cos(.pi * Double(step - warmUpSteps) / span)))
    case .constant, .slanted:
      return 1
    }
  }

  private func slanted(_ step: Int) -> Double {
    let cut = Double(warmUpSteps)
    let progress: Double
    if step < warmUpSteps {
      progress = Double(step) / cut
    } else if warmUpSteps == 0 || cutFraction >= 1 {
      // A run too short for a cut only falls; one that is all cut only rises.
      progress = warmUpSteps == 0 ? 1 - Double(step) / Double(totalSteps) : 1
    } else {
      // The cut was rounded down, so the formula reaches zero a little before the end and would go below it.
      progress = max(0, 1 - (Double(step) - cut) / (cut * (1 / cutFraction - 1)))
    }
    return (1 + progress * (Self.slantedRatio - 1)) / Self.slantedRatio
  }
}
