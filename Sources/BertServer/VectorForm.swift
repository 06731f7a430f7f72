import Foundation

/// The forms in which vectors go out.
package enum VectorForm {
  /// The first values; of a vector of length 1 these are brought to length 1 again.
  package static func cut(_ values: [Float], to count: Int?, normalizes: Bool) -> [Float] {
    guard let count, count < values.count else { return values }
    let first = Array(values.prefix(count))
    guard normalizes else { return first }
    let length = first.reduce(into: 0.0) { $0 += Double($1) * Double($1) }.squareRoot()
    return length > 0 ? first.map { Float(Double($0) / length) } : first
  }

  /// Little-endian floats of four bytes, in base64.
  package static func base64(_ values: [Float]) -> String {
    var bytes = Data(capacity: values.count * 4)
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    return bytes.base64EncodedString()
  }
}
