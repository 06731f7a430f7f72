import Foundation

/// The forms of vectors in responses.
package enum VectorForm {
  /// The first values of a vector.
  ///
  /// - Parameters:
  ///   - values: The vector.
  ///   - count: How many values are kept; nil for all.
  ///   - normalizes: Whether the rest is normalized to length 1 again.
  package static func cut(_ values: [Float], to count: Int?, normalizes: Bool) -> [Float] {
    guard let count, count < values.count else { return values }
    let first = Array(values.prefix(count))
    return normalizes ? normalized(first) : first
  }

  /// The vector normalized to length 1; a zero vector stays zero.
  package static func normalized(_ values: [Float]) -> [Float] {
    let length = length(values)
    return length > 0 ? values.map { Float(Double($0) / length) } : values
  }

  /// The cosine of the angle between two vectors; 0 where one is zero.
  package static func cosine(_ a: [Float], _ b: [Float]) -> Float {
    let lengths = length(a) * length(b)
    guard lengths > 0 else { return 0 }
    return Float(zip(a, b).reduce(into: 0.0) { $0 += Double($1.0) * Double($1.1) } / lengths)
  }

  private static func length(_ values: [Float]) -> Double {
    values.reduce(into: 0.0) { $0 += Double($1) * Double($1) }.squareRoot()
  }

  /// Little-endian floats of four bytes, in base64.
  package static func base64(_ values: [Float]) -> String {
    var bytes = Data(capacity: values.count * 4)
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    return bytes.base64EncodedString()
  }
}
