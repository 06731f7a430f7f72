import Foundation

/// Rotary positions: queries and keys are rotated by an angle that depends on the position (Su et al., arXiv
/// 2104.09864).
public struct RotaryPositions: Sendable, Equatable {
  /// θ: the base of the frequencies.
  public var theta: Float
  /// The divisor of all frequencies, as in NTK-aware scaling; 1 for none.
  public var frequencyDivisor: Float
  /// The fraction of a head's values that is rotated, from the first value on.
  public var fraction: Float
  /// Whether neighbouring values form a pair; otherwise value i of the first half and value i of the second do.
  public var isInterleaved: Bool

  /// Rotary positions; by default over the whole head, with pairs from the two halves.
  ///
  /// - Parameters:
  ///   - theta: θ, the base of the frequencies.
  ///   - frequencyDivisor: The divisor of all frequencies.
  ///   - fraction: The fraction of a head's values that is rotated.
  ///   - isInterleaved: Whether neighbouring values form a pair.
  public init(theta: Float, frequencyDivisor: Float = 1, fraction: Float = 1, isInterleaved: Bool = false) {
    self.theta = theta
    self.frequencyDivisor = frequencyDivisor
    self.fraction = fraction
    self.isInterleaved = isInterleaved
  }

  /// The number of a head's values that are rotated.
  func rotatedSize(headSize: Int) -> Int { Int(Float(headSize) * fraction) }

  /// The angle between one position and the next for each pair, in single precision as in transformers. `[rotated / 2]`
  func frequencies(headSize: Int) -> [Float] {
    let size = rotatedSize(headSize: headSize)
    return stride(from: 0, to: size, by: 2).map { 1 / powf(theta, Float($0) / Float(size)) / frequencyDivisor }
  }
}

/// Local attention in some layers.
public struct WindowedLayers: Sendable, Equatable {
  /// The largest distance between two tokens that attend to each other in such a layer.
  public var radius: Int
  /// The rotary positions of such a layer; nil where they are those of the other layers.
  public var rotary: RotaryPositions?
  /// Whether each layer has local attention. `[L]`
  public var isWindowed: [Bool]

  /// Layers with local attention.
  ///
  /// - Parameters:
  ///   - radius: The largest distance between two tokens that attend to each other.
  ///   - rotary: The rotary positions of these layers; nil for those of the other layers.
  ///   - isWindowed: Whether each layer has local attention. `[L]`
  public init(radius: Int, rotary: RotaryPositions?, isWindowed: [Bool]) {
    self.radius = radius
    self.rotary = rotary
    self.isWindowed = isWindowed
  }
}
