/// Where a run stands after an optimizer step.
public struct StepProgress: Sendable {
  /// Steps done, from 1.
  public let step: Int
  /// Steps of the whole run.
  public let totalSteps: Int
  /// The epoch, from 1.
  public let epoch: Int
  /// The loss of this step's rows.
  public let loss: Double
  /// A moving average of the loss.
  public let averageLoss: Double
  /// The rate of the head at this step.
  public let learningRate: Double
  /// Norm of the gradient before clipping.
  public let gradientNorm: Double
  /// Tokens a second, since the run was started or resumed.
  public let tokensPerSecond: Double
  /// Seconds until the end, at the speed so far.
  public let secondsLeft: Double
}
