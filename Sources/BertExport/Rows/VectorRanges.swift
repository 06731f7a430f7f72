/// The smallest and largest value of each dimension in a sample. int8 codes divide this range into steps.
///
/// As in sentence-transformers' `quantize_embeddings`: the code of x is (x - minimum) / step - 128 with step =
/// (maximum - minimum) / 255. Here it is rounded to the nearest code rather than towards zero, and values outside the
/// range get the code of the nearest end rather than wrapping around.
public struct VectorRanges: Sendable, Equatable, Codable {
  /// The smallest value of each dimension.
  public let minimum: [Float]
  /// The largest value of each dimension.
  public let maximum: [Float]

  /// The ranges of vectors, `[rows, dimensions]`; without vectors, ranges that are not valid.
  public init(of values: [Float], dimensions: Int) {
    var low = [Float](repeating: .infinity, count: dimensions), high = [Float](repeating: -.infinity, count: dimensions)
    for start in stride(from: 0, to: values.count, by: dimensions) {
      for index in 0..<dimensions {
        let value = values[start + index]
        if value < low[index] { low[index] = value }
        if value > high[index] { high[index] = value }
      }
    }
    minimum = low
    maximum = high
  }

  /// Ranges that were stored.
  init(minimum: [Float], maximum: [Float]) {
    self.minimum = minimum
    self.maximum = maximum
  }

  /// The width of one code in each dimension; 1 for a dimension whose values are all equal.
  package var steps: [Float] {
    zip(minimum, maximum).map { $1 > $0 ? ($1 - $0) / 255 : 1 }
  }

  /// Whether there is a finite range for each dimension.
  func isValid(dimensions: Int) -> Bool {
    minimum.count == dimensions && maximum.count == dimensions
      && zip(minimum, maximum).allSatisfy { $0.isFinite && $1.isFinite && $0 <= $1 }
  }
}
