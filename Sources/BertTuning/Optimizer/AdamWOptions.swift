/// The settings of AdamW (Loshchilov and Hutter, arXiv 1711.05101).
public struct AdamWOptions: Sendable, Codable, Equatable {
  /// Decoupled weight decay of all parameters but biases and LayerNorm.
  public var weightDecay: Float = 0.01
  /// Decay of the running mean of gradients.
  public var beta1: Float = 0.9
  /// Decay of the running mean of squared gradients.
  public var beta2: Float = 0.999
  /// Added to the root of the squared gradients' mean.
  public var epsilon: Float = 1e-8
  /// The largest norm of all gradients together; larger ones are scaled down. `nil`: no limit.
  public var clipNorm: Float? = 1
  /// How the running means are held.
  public var moments = MomentFormat.fp32

  /// PyTorch's defaults, with clipping at 1.
  public init() {}
}
