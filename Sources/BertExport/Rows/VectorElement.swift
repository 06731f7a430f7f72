/// The type of one value of a stored vector.
public enum VectorElement: String, Sendable, Codable, CaseIterable {
  /// A number in single precision.
  case float32
  /// One of 256 steps between the smallest and the largest value that the dimension had in a sample.
  case int8
  /// One bit: whether the value is positive; eight values a byte, the first in the highest bit.
  case binary

  /// Bytes of a vector.
  package func bytes(dimensions: Int) -> Int {
    switch self {
    case .float32: dimensions * 4
    case .int8: dimensions
    case .binary: dimensions / 8
    }
  }
}
