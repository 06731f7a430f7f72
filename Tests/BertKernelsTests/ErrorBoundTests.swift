import BertKernels
import Foundation
import Testing

/// How far the elementary functions are from double precision, over sweeps of floats as they are spaced: every 4093rd
/// bit pattern, so denormals, normal and huge numbers of both signs are all met. The bounds are those of the docstrings.
@Suite struct ErrorBoundTests {
  /// Every 4093rd float but NaN, and the corners.
  private static let floats: [Float] =
    stride(from: UInt32(0), to: 0x7f80_0000, by: 4093).flatMap { bits in
      [Float(bitPattern: bits), Float(bitPattern: bits | 0x8000_0000)]
    } + [0, -0.0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude]

  private func applied(
    _ kernel: TileKernel, _ values: [Float], _ body: (Compute, Matrix) -> Void
  ) -> [Float] {
    let x = Matrix(rows: 1, columns: values.count, values: values)
    body(Compute(threads: 1, kernel: kernel), x)
    return x.toArray()
  }

  /// The largest distance from the truth, in units of the last place of the truth (never smaller than a denormal's).
  private func worstUlps(_ x: [Float], _ y: [Float], _ truth: (Double) -> Double) -> (ulps: Double, at: Float) {
    var worst = (ulps: 0.0, at: Float(0))
    for (argument, value) in zip(x, y) {
      let exact = truth(Double(argument))
      let ulps = abs(Double(value) - exact) / Double(Float(exact).ulp)
      if !(ulps <= worst.ulps) { worst = (ulps, argument) }
    }
    return worst
  }

  /// The largest distance from the truth, as a share of max(1, |x|).
  private func worstShare(_ x: [Float], _ y: [Float], _ truth: (Double) -> Double) -> (share: Double, at: Float) {
    var worst = (share: 0.0, at: Float(0))
    for (argument, value) in zip(x, y) {
      let share = abs(Double(value) - truth(Double(argument))) / max(1, abs(Double(argument)))
      if !(share <= worst.share) { worst = (share, argument) }
    }
    return worst
  }

  @Test("exp within 1.5 ulp where its result is a normal number; 0 below; NaN stays", arguments: TileKernel.available)
  func exponential(_ kernel: TileKernel) {
    let inside = Self.floats.filter { $0 >= -87.3 && $0 <= 88.3 } + (0...20_000).map { -87 + Float($0) * 0.00875 }
    let worst = worstUlps(inside, applied(kernel, inside) { $0.exp($1) }) { Foundation.exp($0) }
    #expect(worst.ulps <= 1.5, "\(worst)")
    let corners = applied(kernel, [-88, -1e30, -.infinity, 0, -0.0, .nan]) { $0.exp($1) }
    #expect(corners[..<5] == [0, 0, 0, 1, 1])
    #expect(corners[5].isNaN)
  }

  @Test("log within 2 ulp from 1 to a million", arguments: TileKernel.available)
  func logarithm(_ kernel: TileKernel) {
    let arguments = Self.floats.filter { $0 >= 1 && $0 <= 1e6 } + (0...20_000).map { 1 + Float($0) * 0.0003 }
    let worst = worstUlps(arguments, applied(kernel, arguments) { $0.log($1) }) { Foundation.log($0) }
    #expect(worst.ulps <= 2, "\(worst)")
  }

  @Test("erf within 6 ulp everywhere, odd, ±1 at the ends; NaN stays", arguments: TileKernel.available)
  func errorFunction(_ kernel: TileKernel) {
    let arguments = Self.floats + (0...20_000).map { Float($0) * 0.0003 }
    let values = applied(kernel, arguments) { $0.erf($1) }
    let worst = worstUlps(arguments, values) { Foundation.erf($0) }
    #expect(worst.ulps <= 6, "\(worst)")
    #expect(applied(kernel, arguments.map { -$0 }) { $0.erf($1) } == values.map { -$0 })
    let corners = applied(kernel, [.infinity, -.infinity, .nan]) { $0.erf($1) }
    #expect(abs(corners[0] - 1) <= 3e-7 && abs(corners[1] + 1) <= 3e-7 && corners[2].isNaN)
  }

  @Test("tanh within 5 ulp everywhere, odd; NaN stays", arguments: TileKernel.available)
  func hyperbolicTangent(_ kernel: TileKernel) {
    let arguments = Self.floats + (0...20_000).map { Float($0) * 0.0005 }
    let values = applied(kernel, arguments) { $0.tanh($1) }
    let worst = worstUlps(arguments, values) { Foundation.tanh($0) }
    #expect(worst.ulps <= 5, "\(worst)")
    #expect(applied(kernel, arguments.map { -$0 }) { $0.tanh($1) } == values.map { -$0 })
    #expect(applied(kernel, [.nan]) { $0.tanh($1) }[0].isNaN)
  }

  private static let activations: [Activation] = [.gelu, .geluTanh]

  /// f and f′ in double precision, written so that nothing cancels.
  private static func truth(_ activation: Activation, _ x: Double) -> (value: Double, slope: Double) {
    if case .gelu = activation {
      let cdf = 0.5 * erfc(-x / 2.0.squareRoot())
      return (x * cdf, cdf + x * Foundation.exp(-x * x / 2) / (2 * Double.pi).squareRoot())
    }
    let k = (2 / Double.pi).squareRoot(), u = k * (x + 0.044715 * x * x * x)
    let half = 1 / (1 + Foundation.exp(-2 * u)), other = 1 / (1 + Foundation.exp(2 * u))
    let bend = half == 0 || other == 0 ? 0 : 2 * x * half * other * k * (1 + 3 * 0.044715 * x * x)
    return (x * half, half + bend)
  }

  @Test(
    "GELU within 2.5e-7 of max(1, |x|), its derivative within 6e-7, for all floats",
    arguments: TileKernel.available, activations)
  func gelu(_ kernel: TileKernel, _ activation: Activation) {
    let arguments = Self.floats.filter { abs($0) < 1e18 } + (-20_000...20_000).map { Float($0) * 0.0005 }
    let values = applied(kernel, arguments) { $0.activate(activation, $1) }
    let worst = worstShare(arguments, values) { Self.truth(activation, $0).value }
    #expect(worst.share <= 2.5e-7, "\(worst)")
    let compute = Compute(threads: 1, kernel: kernel)
    let x = Matrix(rows: 1, columns: arguments.count, values: arguments)
    let gradient = Matrix(rows: 1, columns: arguments.count)
    gradient.fill(1)
    compute.activationBackward(activation, x: x, gradient: gradient)
    let again = worstShare(arguments, x.toArray()) { Self.truth(activation, $0).value }
    #expect(again.share <= 2.5e-7, "\(again)")
    // The slope is at most 1.13 in size: an absolute bound.
    var worstSlope = (error: 0.0, at: Float(0))
    for (argument, slope) in zip(arguments, gradient.toArray()) {
      let error = abs(Double(slope) - Self.truth(activation, Double(argument)).slope)
      if !(error <= worstSlope.error) { worstSlope = (error, argument) }
    }
    #expect(worstSlope.error <= 6e-7, "\(worstSlope)")
  }

  @Test(
    "softmax: each probability within 8 ulp, and what rounding its distance from the largest score makes",
    arguments: [1, 23, 300])
  func softmax(_ width: Int) {
    var random = TestRandom(seed: 31)
    let x = random.matrix(50, width, scale: 20), dy = random.matrix(50, width)
    for kernel in TileKernel.available {
      let compute = Compute(threads: 2, kernel: kernel), y = Matrix(rows: 50, columns: width)
      let dx = Matrix(rows: 50, columns: width)
      y.copy(from: x)
      dx.copy(from: dy)
      compute.softmax(y)
      compute.softmaxBackward(y: y, gradient: dx)
      let truth = NaiveSoftmax.forward(x), slopes = NaiveSoftmax.backward(x, gradient: dy)
      for row in 0..<50 {
        let largest = (0..<width).map { x[row, $0] }.max() ?? 0
        for j in 0..<width {
          let p = truth[row * width + j]
          // The distance from the maximum is rounded to half its ulp, which is that share of its exponential.
          let rounding = Double((largest - x[row, j]).ulp) / 2 * 16_777_216
          let ulps = abs(Double(y[row, j]) - p) / Double(Float(p).ulp)
          #expect(ulps <= 8 + rounding, "row \(row), column \(j)")
          #expect(abs(Double(dx[row, j]) - slopes[row * width + j]) < 4e-7)
        }
      }
    }
  }

  @Test("LayerNorm keeps its digits where the mean is a thousand times the deviation", arguments: TileKernel.available)
  func layerNormOffset(_ kernel: TileKernel) {
    var random = TestRandom(seed: 32)
    let width = 384, x = random.matrix(1, width), one = Matrix(rows: 1, columns: width)
    for j in 0..<width { x[0, j] += 1000 }
    one.fill(1)
    let values = x.toArray().map { Double($0) }, mean = values.reduce(0, +) / 384
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 384).squareRoot()
    let y = Matrix(rows: 1, columns: width)
    let norm = LayerNorm(gamma: one, beta: Matrix(rows: 1, columns: width), epsilon: 0)
    Compute(threads: 1, kernel: kernel).layerNorm(norm, x, into: y)
    // The mean is rounded to half an ulp of 1000, 3.1e-5; everything else is far below it.
    for j in 0..<width { #expect(abs(Double(y[0, j]) - (values[j] - mean) / deviation) < 1.5e-4) }
  }
}
