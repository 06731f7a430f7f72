import BertKernels
import Testing

/// The cross-entropy of long rows against double precision.
@Suite struct CrossEntropyTests {
  @Test("Losses and gradients, whatever the length of a row", arguments: [1, 2, 15, 16, 17, 97, 1000, 30_522], [1, 2])
  func againstDoublePrecision(columns: Int, threads: Int) {
    var random = TestRandom(seed: 9)
    let compute = Compute(threads: threads)
    let x = random.matrix(5, columns, scale: 12), targets = (0..<5).map { Int32(($0 * 7 + 3) % columns) }
    let expected = NaiveCrossEntropy.evaluate(x, targets: targets)
    let kept = Matrix(rows: 5, columns: columns, values: x.toArray())
    let losses = compute.crossEntropy(x, targets: targets[...], scale: 0.5)
    for (loss, truth) in zip(losses, expected.losses) { #expect(abs(loss - truth) <= 2e-6 * max(1, truth)) }
    expectClose(x.toArray(), expected.gradient.map { Float(0.5 * $0) }, tolerance: 5e-7)
    #expect(compute.crossEntropy(kept, targets: targets[...], scale: nil) == losses)
  }

  /// Rows within a wider matrix, and logits far from zero.
  @Test func viewsAndLargeLogits() {
    let compute = Compute(threads: 1), wide = Matrix(rows: 2, columns: 9)
    let x = wide.columns(2..<5)
    for (column, value) in [Float(88_000), 87_999, -90_000].enumerated() {
      x[0, column] = value
      x[1, column] = -value
    }
    let losses = compute.crossEntropy(x, targets: [0, 1, 2][1...], scale: 1)
    let expected = NaiveCrossEntropy.evaluate(
      Matrix(rows: 2, columns: 3, values: [88_000, 87_999, -90_000, -88_000, -87_999, 90_000]), targets: [1, 2])
    for (loss, truth) in zip(losses, expected.losses) { #expect(abs(loss - truth) <= 1e-6 * max(1, truth)) }
    #expect(wide[0, 0] == 0 && wide[1, 8] == 0 && x[0, 1] < -0.7)
  }
}
