import BertKernels
import Foundation
import Testing

/// AdamW against PyTorch's own steps (`Scripts/golden/adamw.py`) and against the paper's formula.
@Suite struct AdamWTests {
  private struct Figures: Decodable {
    let learningRate, decay: Double
    let rows, columns: Int
    let touched: [Int]
    let start, value, first, second: [Float]
    let exact: [Double]
    let gradients: [[Float]]
  }

  private static func figures() throws -> Figures {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/adamw.json")
    return try JSONDecoder().decode(Figures.self, from: Data(contentsOf: file))
  }

  /// The numbers of step t, as bertft's optimizer computes them: the corrections from the same Float32 β as the moments.
  private static func step(_ t: Int, learningRate: Double, decay: Double, gradientScale: Float = 1) -> AdamWStep {
    AdamWStep(
      beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
      stepSize: Float(learningRate / (1 - pow(Double(Float(0.9)), Double(t)))),
      secondCorrection: Float((1 - pow(Double(Float(0.999)), Double(t))).squareRoot()),
      decay: Float(1 - learningRate * decay), gradientScale: gradientScale)
  }

  @Test(
    "Five steps equal PyTorch's, whether rows without a gradient are told apart or not; such rows to the bit",
    arguments: [false, true])
  func equalsPyTorch(isSparse: Bool) throws {
    let figures = try Self.figures(), width = figures.columns, compute = Compute(threads: 2)
    let value = Matrix(rows: figures.rows, columns: width, values: figures.start)
    let first = Matrix(rows: figures.rows, columns: width), second = Matrix(rows: figures.rows, columns: width)
    for (index, gradient) in figures.gradients.enumerated() {
      compute.adamW(
        Self.step(index + 1, learningRate: figures.learningRate, decay: figures.decay), value: value,
        gradient: Matrix(rows: figures.rows, columns: width, values: gradient), first: first, second: second,
        isActive: isSparse ? (0..<figures.rows).map { figures.touched.contains($0) } : nil)
    }
    // PyTorch's own Float32 steps are up to 2.8e-7 from its steps in double precision. Ours round as often, in another
    // order (fused multiply-adds): twice that.
    expectClose(value.toArray(), figures.value, tolerance: 6e-7)
    expectClose(value.toArray(), figures.exact.map { Float($0) }, tolerance: 6e-7)
    // Moments are sums of at most five addends below 1, and below 0.001. PyTorch keeps β₂ in double precision; ours is
    // the nearest Float32, so that 1 − β₂ is smaller by 1.3e-5 of itself, which the correction takes out of the step.
    expectClose(first.toArray(), figures.first, tolerance: 1.2e-7)
    expectClose(second.toArray(), figures.second, tolerance: 1e-9 + 0.005 * 1.3e-5)
    for row in 0..<figures.rows where !figures.touched.contains(row) {
      for j in 0..<width {
        #expect(value[row, j] == figures.value[row * width + j])
        #expect(first[row, j] == 0 && second[row, j] == 0)
      }
    }
  }

  @Test("The paper's formula in double precision gives PyTorch's figures")
  func definition() throws {
    let figures = try Self.figures()
    var naive = NaiveAdamW(figures.start.map { Double($0) })
    for gradient in figures.gradients {
      naive.step(gradient.map { Double($0) }, learningRate: figures.learningRate, decay: figures.decay)
    }
    for (ours, theirs) in zip(naive.value, figures.exact) { #expect(abs(ours - theirs) < 1e-14) }
  }

  @Test("Vectors of all lengths equal the formula", arguments: [1, 7, 8, 9, 31, 500])
  func remainders(count: Int) {
    var random = TestRandom(seed: 53)
    let value = random.matrix(1, count), first = Matrix(rows: 1, columns: count)
    let second = Matrix(rows: 1, columns: count)
    var naive = NaiveAdamW(value.toArray().map { Double($0) })
    for t in 1...3 {
      let gradient = random.matrix(1, count)
      let step = Self.step(t, learningRate: 0.1, decay: 0.01, gradientScale: 0.5)
      Compute(threads: 2).adamW(step, value: value, gradient: gradient, first: first, second: second)
      naive.step(gradient.toArray().map { Double($0) / 2 }, learningRate: 0.1, decay: 0.01)
    }
    // As above: three steps of about 0.1, each rounded a few times.
    expectClose(value.toArray(), naive.value.map { Float($0) }, tolerance: 6e-7)
  }
}
