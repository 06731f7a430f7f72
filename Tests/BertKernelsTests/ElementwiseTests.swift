import BertKernels
import Foundation
import Testing

/// Elementwise kernels against double precision.
@Suite struct ElementwiseTests {
  private let compute = Compute(threads: 2)

  private func applied(_ activation: Activation, _ values: [Float]) -> [Float] {
    // A product with the identity carries the values through the epilogue.
    let x = Matrix(rows: values.count, columns: 1, values: values), one = Matrix(rows: 1, columns: 1, values: [1])
    let y = Matrix(rows: values.count, columns: 1)
    compute.multiply(
      x.operand, one.operand, into: y, .biasActivation(Matrix(rows: 1, columns: 1), activation, keeping: nil))
    return y.toArray()
  }

  private static let arguments: [Float] = (-4000...4000).map { Float($0) / 400 } + [-50, 50, -1e-20, 1e-20, 0]

  @Test("GELU through erf, within 5e-7 of max(1, |x|)")
  func exactGELU() {
    for (x, y) in zip(Self.arguments, applied(.gelu, Self.arguments)) {
      let truth = Double(x) * 0.5 * erfc(-Double(x) / 2.0.squareRoot())
      #expect(abs(Double(y) - truth) < 5e-7 * max(1, abs(Double(x))), "x = \(x)")
    }
  }

  @Test("GELU through tanh, within 5e-7 of max(1, |x|)")
  func tanhGELU() {
    for (x, y) in zip(Self.arguments, applied(.geluTanh, Self.arguments)) {
      let d = Double(x)
      let truth = 0.5 * d * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * (d + 0.044715 * d * d * d)))
      #expect(abs(Double(y) - truth) < 5e-7 * max(1, abs(d)), "x = \(x)")
    }
  }

  @Test(
    "Backward of the activations equals their derivative", arguments: [Activation.gelu, .geluTanh, .relu, .silu, .tanh])
  func activationBackward(_ activation: Activation) {
    let values = Self.arguments.filter { abs($0) > 1e-3 }
    let x = Matrix(rows: 1, columns: values.count, values: values)
    let gradient = Matrix(rows: 1, columns: values.count)
    gradient.fill(2)
    compute.activationBackward(activation, x: x, gradient: gradient)
    func value(_ x: Double) -> Double {
      switch activation {
      case .gelu: x * 0.5 * erfc(-x / 2.0.squareRoot())
      case .geluTanh: 0.5 * x * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
      case .relu: max(x, 0)
      case .silu: x / (1 + exp(-x))
      case .tanh: Foundation.tanh(x)
      }
    }
    for (index, argument) in values.enumerated() {
      let h = 1e-5, d = Double(argument)
      let slope = (value(d + h) - value(d - h)) / (2 * h)
      #expect(abs(Double(gradient[0, index]) - 2 * slope) < 3e-6, "x = \(argument)")
      #expect(abs(Double(x[0, index]) - value(d)) < 5e-7 * max(1, abs(d)), "x = \(argument)")
    }
  }

  @Test("tanh within 5 ulp")
  func tanh() {
    let x = Matrix(rows: 1, columns: Self.arguments.count, values: Self.arguments)
    compute.activate(.tanh, x)
    for (index, argument) in Self.arguments.enumerated() {
      let truth = Foundation.tanh(Double(argument))
      #expect(abs(Double(x[0, index]) - truth) <= 5 * Double(Float(truth).ulp), "x = \(argument)")
    }
  }

  @Test("LayerNorm forward and backward equal the formula in double precision", arguments: [1, 7, 8, 60, 384])
  func layerNorm(width: Int) {
    var random = TestRandom(seed: 5)
    let x = random.matrix(130, width, scale: 3), dy = random.matrix(130, width)
    let norm = LayerNorm(gamma: random.matrix(1, width), beta: random.matrix(1, width), epsilon: 1e-6)
    let y = Matrix(rows: 130, columns: width), statistics = Matrix(rows: 130, columns: 2)
    compute.layerNorm(norm, x, into: y, statistics: statistics)
    let gamma = Matrix(rows: 1, columns: width), beta = Matrix(rows: 1, columns: width)
    let dx = Matrix(rows: 130, columns: width)
    dx.copy(from: dy)
    compute.layerNormBackward(norm, x: x, statistics: statistics, gradient: dx, addingTo: gamma, beta)

    let truth = NaiveLayerNorm.backward(norm, x, gradient: dy)
    expectClose(y.toArray(), NaiveLayerNorm.forward(norm, x).map { Float($0) }, tolerance: 1e-5)
    // At width 1 rstd is 1000 and the true gradient is a difference that vanishes.
    expectClose(dx.toArray(), truth.x.map { Float($0) }, tolerance: width == 1 ? 1e-3 : 2e-5)
    expectClose(gamma.toArray(), truth.gamma.map { Float($0) }, tolerance: 1e-4)
    expectClose(beta.toArray(), truth.beta.map { Float($0) }, tolerance: 1e-4)
  }

  @Test("Column sums and scattered rows do not depend on the number of threads")
  func sumsAreDeterministic() {
    var random = TestRandom(seed: 6)
    let x = random.matrix(333, 145)
    let indices = (0..<333).map { Int32($0 * 7 % 20) }
    let results = [1, 2, 3, 16].map { threads -> [UInt32] in
      let compute = Compute(threads: threads)
      let sums = Matrix(rows: 1, columns: 145), table = Matrix(rows: 20, columns: 145)
      compute.addColumnSums(of: x, to: sums)
      compute.scatterAdd(x, indices, to: table)
      return (sums.toArray() + table.toArray()).map(\.bitPattern)
    }
    for result in results { #expect(result == results[0]) }
  }

  /// 1,100 rows are enough for three threads to sum in the pass that makes the rows, and too few for five.
  @Test("A pass that sums its columns gives the bytes of the pass and the sum", arguments: [1, 3, 5], [1, 40, 385])
  func fusedColumnSums(threads: Int, width: Int) {
    var random = TestRandom(seed: 8)
    let compute = Compute(threads: threads), serial = Compute(threads: 1)
    let x = random.matrix(1100, width), slopes = random.matrix(1100, width)
    func copy(_ from: Matrix) -> Matrix {
      let copy = Matrix(rows: from.rows, columns: from.columns)
      copy.copy(from: from)
      return copy
    }
    func sums(_ x: Matrix) -> Matrix {
      let sums = Matrix(rows: 1, columns: width)
      sums.fill(3)
      serial.addColumnSums(of: x, to: sums)
      return sums
    }
    func expectSame(_ a: Matrix, _ b: Matrix) {
      #expect(a.toArray().map(\.bitPattern) == b.toArray().map(\.bitPattern))
    }
    for dropout in [nil, Dropout(probability: 0.3, seed: 5, step: 1, site: 2)] {
      let dropped = copy(x), out = Matrix(rows: 1100, columns: width), total = Matrix(rows: 1, columns: width)
      serial.apply(dropout, to: dropped)
      total.fill(3)
      compute.apply(dropout, to: x, into: out, addingColumnSumsTo: total)
      expectSame(out, dropped)
      expectSame(total, sums(dropped))
      out.fill(7)
      compute.apply(dropout, to: x, into: out, addingColumnSumsTo: nil)
      expectSame(out, dropped)
    }
    let total = Matrix(rows: 1, columns: width), argument = copy(x), gradient = copy(slopes)
    let ownArgument = copy(x), ownGradient = copy(slopes)
    total.fill(3)
    serial.activationBackward(.gelu, x: ownArgument, gradient: ownGradient)
    compute.activationBackward(.gelu, x: argument, gradient: gradient, addingColumnSumsTo: total)
    expectSame(argument, ownArgument)
    expectSame(gradient, ownGradient)
    expectSame(total, sums(ownGradient))
  }

  @Test("Clearing writes zeros into the matrix and nothing beside it", arguments: [1, 2, 3])
  func clearing(threads: Int) {
    let compute = Compute(threads: threads)
    for (first, columns) in [(0, 300), (7, 290)] {
      let whole = Matrix(rows: 402, columns: 300)
      whole.fill(1)
      compute.clear(whole.rows(1..<401).columns(first..<first + columns))
      for row in [0, 1, 200, 400, 401] {
        for column in [0, 6, 7, 150, 296, 297, 299] {
          let isInside = (1..<401).contains(row) && (first..<first + columns).contains(column)
          #expect(whole[row, column] == (isInside ? 0 : 1), "\(row), \(column)")
        }
      }
    }
  }

  @Test("Pieces of work give the same bytes, whichever threads they are on", arguments: [0, 1 << 30])
  func pieces(products: Int) {
    var random = TestRandom(seed: 9)
    let a = random.matrix(60, 12 * 40), b = random.matrix(70, 12 * 40)
    let results = [1, 2, 3, 5].map { threads -> [UInt32] in
      let compute = Compute(threads: threads), out = Matrix(rows: 12 * 60, columns: 70)
      for _ in 0..<2 {
        compute.forEachPiece(12, products: products) { piece, compute in
          let columns = piece * 40..<(piece + 1) * 40
          compute.multiply(
            a.columns(columns).operand, b.columns(columns).transpose, into: out.rows(piece * 60..<(piece + 1) * 60))
        }
      }
      return out.toArray().map(\.bitPattern)
    }
    for result in results { #expect(result == results[0]) }
    let last = a.columns(440..<480).operand, other = b.columns(440..<480).transpose
    expectClose(
      results[0].suffix(60 * 70).map(Float.init(bitPattern:)), NaiveMultiply.multiply(last, other), tolerance: 1e-5)
  }

  @Test("Looking up rows and adding to them equal the definitions", arguments: [1, 15, 16, 33, 384])
  func embedding(width: Int) {
    var random = TestRandom(seed: 7)
    let words = random.matrix(30, width), places = random.matrix(12, width), gradient = random.matrix(50, width)
    let ids = (0..<50).map { Int32($0 * 11 % 30) }, positions = (0..<50).map { Int32($0 % 12) }
    let out = Matrix(rows: 50, columns: width)
    compute.gather([(words, ids), (places, positions)], into: out)
    expectClose(
      out.toArray(), NaiveEmbedding.gather([(words, ids), (places, positions)]).map { Float($0) }, tolerance: 2e-7)
    // At most five addends of a size below 1 for each row: four roundings of at most 2⁻²² each.
    for constant in [nil, 11] {
      let expected = NaiveEmbedding.scatterAdd(gradient, ids, to: words, constantRow: constant)
      let table = Matrix(rows: 30, columns: width)
      table.copy(from: words)
      compute.scatterAdd(gradient, ids, to: table, constantRow: constant)
      expectClose(table.toArray(), expected.map { Float($0) }, tolerance: 1e-6)
    }
  }

  @Test(
    "Pooling equals the definitions, with tokens left out and sequences that have no others",
    arguments: [TokenPooling.first, .last, .maximum, .mean, .meanSquareRootLength, .positionWeightedMean], [0, 2])
  func pooling(_ pooling: TokenPooling, skipping skipped: Int) {
    var random = TestRandom(seed: 8)
    let boundaries = [0, 1, 4, 27, 90]
    for width in [1, 8, 13, 384] {
      let states = random.matrix(90, width), out = Matrix(rows: 4, columns: width)
      compute.pool(pooling, states, boundaries: boundaries, skipping: skipped, into: out)
      let expected = NaivePooling.pool(pooling, states, boundaries: boundaries, skipping: skipped)
      expectClose(out.toArray(), expected.map { Float($0) }, tolerance: 2e-6)
    }
  }
}
