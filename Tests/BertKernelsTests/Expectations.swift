import BertKernels
import Testing

/// Numbers for tests: a linear congruential generator (Knuth's MMIX constants), good enough to fill matrices.
struct TestRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// Uniform in [-1, 1).
  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int64(bitPattern: state) >> 40) / 8_388_608
  }

  mutating func matrix(_ rows: Int, _ columns: Int, scale: Float = 1) -> Matrix {
    Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in next() * scale })
  }
}

/// Expects two lists to agree, element by element, within an absolute tolerance.
func expectClose(
  _ actual: [Float], _ expected: [Float], tolerance: Float, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(actual.count == expected.count, sourceLocation: sourceLocation)
  var worst = (difference: Float(0), index: -1)
  for (index, pair) in zip(actual, expected).enumerated() {
    // Written so that a NaN counts as a difference.
    let difference = abs(pair.0 - pair.1)
    if !(difference <= worst.difference) { worst = (difference, index) }
  }
  #expect(
    worst.difference <= tolerance, "differs by \(worst.difference) at \(worst.index)", sourceLocation: sourceLocation)
}
