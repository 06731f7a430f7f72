import BertKernels
import Foundation
import Testing

/// What today's encoders add (windows and shared heads, rotary positions, gates, RMSNorm) against PyTorch's and
/// transformers' figures (`Scripts/golden/encoder_kernels.py`) and against the definitions.
@Suite struct EncoderKernelTests {
  private struct Figures: Decodable {
    let attention: Layer
    let rotary: Rotation
    let gates: [String: Gate]
    let rmsNorm: Norm

    struct Layer: Decodable {
      let heads, keyValueHeads, headSize, radius: Int
      let boundaries: [Int]
      let qkv, context, gradient, qkvGradient: [Float]
    }

    struct Rotation: Decodable {
      let frequencies, x, cosines, sines: [Float]
      let positions: [Int]
      let halves, neighbours: Turned

      struct Turned: Decodable {
        let y, gradient, xGradient: [Float]
      }
    }

    struct Gate: Decodable {
      let pair, y, gradient, pairGradient: [Float]
    }

    struct Norm: Decodable {
      let x, gamma, y, gradient, xGradient, gammaGradient: [Float]
    }
  }

  private static func figures() throws -> Figures {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/encoder_kernels.json")
    return try JSONDecoder().decode(Figures.self, from: Data(contentsOf: file))
  }

  private static let activations: [(name: String, activation: Activation)] = [
    ("gelu", .gelu), ("geluTanh", .geluTanh), ("relu", .relu), ("silu", .silu), ("tanh", .tanh),
  ]

  private let compute = Compute(threads: 2)

  private func matrix(rows: Int, _ values: [Float]) -> Matrix {
    Matrix(rows: rows, columns: values.count / rows, values: values)
  }

  @Test("Attention over a window with shared heads equals PyTorch's scaled_dot_product_attention")
  func attentionEqualsPyTorch() throws {
    let figures = try Self.figures().attention, tokens = figures.boundaries[figures.boundaries.count - 1]
    let attention = Attention(
      heads: figures.heads, keyValueHeads: figures.keyValueHeads, headSize: figures.headSize,
      mask: .window(radius: figures.radius))
    let qkv = matrix(rows: tokens, figures.qkv), gradient = matrix(rows: tokens, figures.gradient)
    let context = Matrix(rows: tokens, columns: gradient.columns)
    let logSums = Matrix(rows: tokens, columns: figures.heads), slopes = Matrix(rows: tokens, columns: qkv.columns)
    compute.attention(attention, qkv: qkv, boundaries: figures.boundaries, into: context, logSums: logSums)
    compute.attentionBackward(
      attention, qkv: qkv, boundaries: figures.boundaries, context: context, logSums: logSums, gradient: gradient,
      into: slopes)
    expectClose(context.toArray(), figures.context, tolerance: 2e-6)
    expectClose(slopes.toArray(), figures.qkvGradient, tolerance: 5e-6)
  }

  @Test(
    "Rotary positions equal those of ModernBERT, and of GPT-J where pairs are neighbours", arguments: [false, true])
  func rotaryEqualsTransformers(isInterleaved: Bool) throws {
    let figures = try Self.figures().rotary, size = 2 * figures.frequencies.count
    let expected = isInterleaved ? figures.neighbours : figures.halves
    let last = try #require(figures.positions.last), width = 2 * size
    let rotary = Rotary(
      frequencies: figures.frequencies, rotatedSize: size, interleaved: isInterleaved, longest: last + 1)
    let x = Matrix(rows: last + 1, columns: width)
    for (values, results, isBackward) in [
      (figures.x, expected.y, false), (expected.gradient, expected.xGradient, true),
    ] {
      for (index, position) in figures.positions.enumerated() {
        for j in 0..<width { x[position, j] = values[index * width + j] }
      }
      compute.rotate(rotary, x, heads: 2, boundaries: [0, last + 1], backward: isBackward)
      let turned = figures.positions.flatMap { position in (0..<width).map { x[position, $0] } }
      expectClose(turned, results, tolerance: 2.5e-7)
    }
    // The point (1, 0) shows the table itself.
    for position in figures.positions {
      for j in 0..<width { x[position, j] = (isInterleaved ? j % 2 == 0 : j % size < size / 2) ? 1 : 0 }
    }
    compute.rotate(rotary, x, heads: 2, boundaries: [0, last + 1])
    let pairs = size / 2
    for (index, position) in figures.positions.enumerated() {
      for pair in 0..<pairs {
        let (a, b) = isInterleaved ? (2 * pair, 2 * pair + 1) : (pair, pair + pairs)
        #expect(abs(x[position, a] - figures.cosines[index * pairs + pair]) < 1.2e-7)
        #expect(abs(x[position, b] - figures.sines[index * pairs + pair]) < 1.2e-7)
      }
    }
  }

  @Test("Rotary positions equal the definition, of a part of a head too; turned back, the values are what they were")
  func rotary() {
    var random = TestRandom(seed: 81)
    let boundaries = [0, 1, 3, 20, 20, 85, 151, 281]
    for (size, rotated) in [(2, 2), (20, 14), (34, 34), (64, 64), (70, 66)] {
      let frequencies = (0..<rotated / 2).map { pow(10_000, -Float(2 * $0) / Float(rotated)) }
      for isInterleaved in [false, true] {
        let x = random.matrix(281, 3 * size + 5), turned = x.columns(2..<2 + 3 * size)
        let before = x.toArray(), values = turned.toArray()
        let rotary = Rotary(
          frequencies: frequencies, rotatedSize: rotated, interleaved: isInterleaved, longest: 130)
        let expected = NaiveRotary.rotate(
          turned, heads: 3, frequencies: frequencies, interleaved: isInterleaved, boundaries: boundaries)
        let results = TileKernel.available.flatMap { kernel in
          [1, 2, 3].map { threads -> [Float] in
            x.copy(from: before)
            Compute(threads: threads, kernel: kernel).rotate(rotary, turned, heads: 3, boundaries: boundaries)
            return x.toArray()
          }
        }
        expectClose(turned.toArray(), expected.map { Float($0) }, tolerance: 2.5e-7)
        for result in results { #expect(result.map(\.bitPattern) == results[0].map(\.bitPattern)) }
        for row in 0..<281 {
          for column in [0, 1, 2 + 3 * size, 4 + 3 * size] {
            #expect(x[row, column] == before[row * x.columns + column])
          }
        }
        compute.rotate(rotary, turned, heads: 3, boundaries: boundaries, backward: true)
        expectClose(turned.toArray(), values, tolerance: 4e-7)
      }
    }
  }

  @Test("Gates equal PyTorch's, forward and backward", arguments: activations)
  func gatesEqualPyTorch(name: String, activation: Activation) throws {
    let figures = try #require(Self.figures().gates[name]), rows = 2
    let pair = matrix(rows: rows, figures.pair), gradient = matrix(rows: rows, figures.gradient)
    let y = Matrix(rows: rows, columns: gradient.columns), slopes = Matrix(rows: rows, columns: pair.columns)
    compute.gate(activation, pair, gateFirst: true, into: y)
    compute.gateBackward(activation, pair, gateFirst: true, gradient: gradient, into: slopes)
    expectClose(y.toArray(), figures.y, tolerance: 3e-6)
    expectClose(slopes.toArray(), figures.pairGradient, tolerance: 5e-6)
  }

  @Test("Gates of all widths and orders equal the definition, over one of their halves and in place too")
  func gates() {
    var random = TestRandom(seed: 82)
    for (_, activation) in Self.activations {
      for width in [1, 7, 16, 33, 511, 513, 1100] {
        for gateFirst in [false, true] {
          let pair = random.matrix(67, 2 * width, scale: 3), gradient = random.matrix(67, width)
          let forward = NaiveGate.forward(activation, pair, gateFirst: gateFirst)
          let backward = NaiveGate.backward(activation, pair, gateFirst: gateFirst, gradient: gradient)
          let results = TileKernel.available.flatMap { kernel in
            [1, 2, 3].map { threads -> [Float] in
              let compute = Compute(threads: threads, kernel: kernel)
              let y = Matrix(rows: 67, columns: width), slopes = Matrix(rows: 67, columns: 2 * width)
              compute.gate(activation, pair, gateFirst: gateFirst, into: y)
              compute.gateBackward(activation, pair, gateFirst: gateFirst, gradient: gradient, into: slopes)
              return y.toArray() + slopes.toArray()
            }
          }
          expectClose(results[0], (forward + backward).map { Float($0) }, tolerance: 4e-6)
          for result in results { #expect(result.map(\.bitPattern) == results[0].map(\.bitPattern)) }
          let again = Matrix(rows: 67, columns: 2 * width), half = again.columns(width..<2 * width)
          again.copy(from: pair)
          compute.gate(activation, again, gateFirst: gateFirst, into: half)
          #expect(half.toArray() == Array(results[0].prefix(67 * width)))
          again.copy(from: pair)
          compute.gateBackward(activation, again, gateFirst: gateFirst, gradient: gradient, into: again)
          #expect(again.toArray() == Array(results[0].dropFirst(67 * width)))
        }
      }
    }
  }

  @Test("RMSNorm equals PyTorch's, forward and backward")
  func rmsNormEqualsPyTorch() throws {
    let figures = try Self.figures().rmsNorm, x = matrix(rows: 3, figures.x)
    let norm = LayerNorm(
      gamma: matrix(rows: 1, figures.gamma), beta: Matrix(rows: 1, columns: x.columns), epsilon: 1e-5,
      isCentered: false)
    let y = Matrix(rows: 3, columns: x.columns), statistics = Matrix(rows: 3, columns: 2)
    compute.layerNorm(norm, x, into: y, statistics: statistics)
    expectClose(y.toArray(), figures.y, tolerance: 1e-6)
    let gamma = Matrix(rows: 1, columns: x.columns), slopes = matrix(rows: 3, figures.gradient)
    compute.layerNormBackward(norm, x: x, statistics: statistics, gradient: slopes, addingTo: gamma, nil)
    expectClose(slopes.toArray(), figures.xGradient, tolerance: 2e-6)
    expectClose(gamma.toArray(), figures.gammaGradient, tolerance: 2e-6)
  }

  @Test("A norm without β, centered or not, equals the formula in double precision", arguments: [false, true])
  func normWithoutBeta(isCentered: Bool) {
    var random = TestRandom(seed: 83)
    for width in [1, 7, 8, 60, 384] {
      let x = random.matrix(130, width, scale: 3), dy = random.matrix(130, width)
      let norm = LayerNorm(
        gamma: random.matrix(1, width), beta: Matrix(rows: 1, columns: width), epsilon: 1e-6, isCentered: isCentered)
      let truth = NaiveLayerNorm.backward(norm, x, gradient: dy)
      let results = TileKernel.available.flatMap { kernel in
        [1, 2, 3].map { threads -> [Float] in
          let compute = Compute(threads: threads, kernel: kernel)
          let y = Matrix(rows: 130, columns: width), statistics = Matrix(rows: 130, columns: 2)
          compute.layerNorm(norm, x, into: y, statistics: statistics)
          expectClose(y.toArray(), NaiveLayerNorm.forward(norm, x).map { Float($0) }, tolerance: 1e-5)
          let gamma = Matrix(rows: 1, columns: width), dx = Matrix(rows: 130, columns: width)
          dx.copy(from: dy)
          compute.layerNormBackward(norm, x: x, statistics: statistics, gradient: dx, addingTo: gamma, nil)
          // At width 1 the true gradient is a difference that vanishes, and 1/|x| may be large.
          expectClose(dx.toArray(), truth.x.map { Float($0) }, tolerance: width == 1 ? 1e-3 : 2e-5)
          expectClose(gamma.toArray(), truth.gamma.map { Float($0) }, tolerance: 1e-4)
          return y.toArray() + dx.toArray() + gamma.toArray()
        }
      }
      for result in results { #expect(result.map(\.bitPattern) == results[0].map(\.bitPattern)) }
    }
  }
}
