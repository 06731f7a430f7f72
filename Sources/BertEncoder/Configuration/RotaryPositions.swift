import Foundation

/// How queries and keys are turned by where they stand (Su et al., arXiv 2104.09864).
public struct RotaryPositions: Sendable, Equatable {
  /// θ: the base of the frequencies.
  public var theta: Float
  /// What all frequencies are divided by, as NTK-aware scaling has it; 1 for none.
  public var frequencyDivisor: Float
  /// The share of a head's values that is turned, from the first on.
  public var fraction: Float
  /// Whether a pair are neighbours, not the same places of the two halves.
  public var isInterleaved: Bool

  /// Pairs of the two halves, turned over the whole head, unless said otherwise.
  public init(theta: Float, frequencyDivisor: Float = 1, fraction: Float = 1, isInterleaved: Bool = false) {
    self.theta = theta
    self.frequencyDivisor = frequencyDivisor
    self.fraction = fraction
    self.isInterleaved = isInterleaved
  }

  /// How many of a head's values are turned.
  func rotatedSize(headSize: Int) -> Int { Int(Float(headSize) * fraction) }

  /// The angle of each pair from one position to the next, in single precision as transformers has it. `[rotated / 2]`
  func frequencies(headSize: Int) -> [Float] {
    let size = rotatedSize(headSize: headSize)
    return stride(from: 0, to: size, by: 2).map { 1 / powf(theta, Float($0) / Float(size)) / frequencyDivisor }
  }
}

/// Attention of some layers to what is near.
public struct WindowedLayers: Sendable, Equatable {
  /// The farthest distance that a token sees in such a layer.
  public var radius: Int
  /// The angles of such a layer; those of the others where absent.
  public var rotary: RotaryPositions?
  /// Which layers have the window. `[L]`
  public var isWindowed: [Bool]

  /// Layers that see so far, and turn by these angles where they are not those of the others.
  public init(radius: Int, rotary: RotaryPositions?, isWindowed: [Bool]) {
    self.radius = radius
    self.rotary = rotary
    self.isWindowed = isWindowed
  }
}
