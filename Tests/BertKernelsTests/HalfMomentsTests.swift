import BertKernels
import Foundation
import Testing

/// AdamW with running means in bfloat16 against `Scripts/golden/half_moments.py`, and against what its means should be.
@Suite struct HalfMomentsTests {
  private struct Figures: Decodable {
    struct Step: Decodable {
      let stepSize, secondCorrection: Float
    }
    let rows, columns: Int
    let seed, site: UInt64
    let decay, gradientScale: Float
    let steps: [Step]
    let start, value, first, second: [Float]
    let gradients: [[Float]]
  }

  @Test("Four steps equal the script's, the means to the bit", arguments: [false, true], TileKernel.available)
  func equalsScript(isSparse: Bool, kernel: TileKernel) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/half_moments.json")
    let figures = try JSONDecoder().decode(Figures.self, from: Data(contentsOf: file))
    let rows = figures.rows, columns = figures.columns
    let value = Matrix(rows: rows, columns: columns, values: figures.start)
    let moments = HalfMoments(rows: rows, columns: columns)
    for (index, step) in figures.steps.enumerated() {
      Compute(threads: 1, kernel: kernel).adamW(
        AdamWStep(
          beta1: 0.9, beta2: 0.999, epsilon: 1e-8, stepSize: step.stepSize, secondCorrection: step.secondCorrection,
          decay: figures.decay, gradientScale: figures.gradientScale),
        value: value, gradient: Matrix(rows: rows, columns: columns, values: figures.gradients[index]),
        moments: .bfloat16(moments),
        rounding: StochasticRounding(seed: figures.seed, step: UInt64(index + 1), site: figures.site),
        isActive: isSparse ? [true, false, true] : nil)
    }
    #expect(moments.first.toArray() == figures.first)
    #expect(moments.second.toArray() == figures.second)
    // Weights of about 1, each rounded a few times.
    expectClose(value.toArray(), figures.value, tolerance: 6e-7)
    #expect(moments.isZero(row: 1) && !moments.isZero(row: 0))
    let copy = HalfMoments(rows: rows, columns: columns)
    copy.copy(first: moments.first, second: moments.second)
    #expect(copy.first.toArray() == figures.first && copy.second.toArray() == figures.second)
  }

  /// After one large gradient come many of a tenth: the mean of the squares falls by a thousandth a step, which rounding to
  /// the nearest of 256 steps between powers of two would never let it.
  @Test("The means over many elements are those of exact arithmetic")
  func unbiased() {
    let rows = 32, columns = 128, count = Double(rows * columns), beta1 = Double(Float(0.9)),
      beta2 = Double(Float(0.999))
    let value = Matrix(rows: rows, columns: columns), gradient = Matrix(rows: rows, columns: columns)
    let moments = HalfMoments(rows: rows, columns: columns), compute = Compute(threads: 1)
    var first = 0.0, second = 0.0
    for t in 1...500 {
      let g = t == 1 ? 1.0 : Double(Float(0.1))
      gradient.fill(Float(g))
      first = beta1 * first + (1 - beta1) * g
      second = beta2 * second + (1 - beta2) * g * g
      compute.adamW(
        AdamWStep(
          beta1: 0.9, beta2: 0.999, epsilon: 1e-8, stepSize: 0, secondCorrection: 1, decay: 1, gradientScale: 1),
        value: value, gradient: gradient, moments: .bfloat16(moments),
        rounding: StochasticRounding(seed: 3, step: UInt64(t), site: 0))
    }
    func mean(_ x: Matrix) -> Double { x.toArray().reduce(0) { $0 + Double($1) } / count }
    // A rounding is off by at most 2^-7 of the number, by about 2^-9 in the root of the mean square. The first mean
    // remembers ten of them and the second 500, of 4,096 elements each: ten standard errors are 0.1 % and 0.7 %.
    #expect(abs(mean(moments.first) - first) < 0.001 * first)
    #expect(abs(mean(moments.second) - second) < 0.007 * second)
  }

  @Test("The same bytes at any number of threads")
  func threadsDoNotShow() {
    let results = [1, 2, 3].map { threads -> [Float] in
      var random = TestRandom(seed: 55)
      let value = random.matrix(70, 600), moments = HalfMoments(rows: 70, columns: 600)
      for t in 1...2 {
        Compute(threads: threads).adamW(
          AdamWStep(
            beta1: 0.9, beta2: 0.999, epsilon: 1e-8, stepSize: 0.1, secondCorrection: 0.03, decay: 1, gradientScale: 1),
          value: value, gradient: random.matrix(70, 600), moments: .bfloat16(moments),
          rounding: StochasticRounding(seed: 1, step: UInt64(t), site: 2))
      }
      return value.toArray() + moments.first.toArray() + moments.second.toArray()
    }
    for result in results { #expect(result == results[0]) }
  }
}
