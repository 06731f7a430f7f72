import BertKernels
import Testing

/// Every kernel over every remainder of its vectors and tiles, each matrix in an allocation of exactly its size. Results
/// are compared with plain loops; `make sanitize` runs these tests under the address sanitizer, which stops at the first
/// float read or written beyond a buffer.
@Suite struct BoundaryTests {
  private static let widths = Array(1...49) + [63, 64, 65, 79, 95, 96, 97, 127, 128, 129]

  @Test("Products of all small shapes, all forms, B packed before or by the call", arguments: TileKernel.available)
  func products(_ kernel: TileKernel) {
    var random = TestRandom(seed: 41)
    for m in [1, 2, 5, 6, 7, 11, 12, 13, 23, 25] {
      for n in [1, 3, 8, 15, 16, 17, 31, 32, 33, 49] {
        for k in [1, 2, 7, 8, 9, 17] {
          for form in 0..<4 {
            let compute = Compute(threads: 1, kernel: kernel)
            let a = form & 1 == 0 ? random.matrix(m, k).operand : random.matrix(k, m).transpose
            let b = form & 2 == 0 ? random.matrix(k, n).operand : random.matrix(n, k).transpose
            let c = Matrix(rows: m, columns: n)
            compute.multiply(a, compute.pack(b), into: c)
            expectClose(c.toArray(), NaiveMultiply.multiply(a, b), tolerance: 1e-5)
          }
        }
      }
    }
  }

  @Test("Attention of all short lengths and head sizes equals the definition", arguments: TileKernel.available)
  func attention(_ kernel: TileKernel) {
    var random = TestRandom(seed: 42)
    let shapes =
      (1...34).map { ($0, 5) } + (1...33).map { (7, $0) } + [(255, 3), (256, 16), (257, 17), (24, 64), (25, 65)]
    for (length, size) in shapes {
      // A computation of its own, so that its scratch memory ends where the shape does.
      let compute = Compute(threads: 1, kernel: kernel), attention = Attention(heads: 2, headSize: size)
      let qkv = random.matrix(length, 6 * size), gradient = random.matrix(length, 2 * size)
      let context = Matrix(rows: length, columns: 2 * size), logSums = Matrix(rows: length, columns: 2)
      let out = Matrix(rows: length, columns: 6 * size)
      for dropout in [nil, Dropout(probability: 0.2, seed: 1, step: 1, site: 1)] {
        compute.attention(
          attention, qkv: qkv, boundaries: [0, length], dropout: dropout, into: context, logSums: logSums)
        compute.attentionBackward(
          attention, qkv: qkv, boundaries: [0, length], dropout: dropout, context: context, logSums: logSums,
          gradient: gradient, into: out)
        let mask = Matrix(rows: 2 * length, columns: length)
        mask.fill(1)
        compute.apply(dropout, to: mask)
        func factor(_ token: Int, _ head: Int, _ key: Int) -> Double { Double(mask[head * length + token, key]) }
        let expected = NaiveAttention.forward(
          heads: 2, headSize: size, qkv: qkv, boundaries: [0, length], factors: factor)
        expectClose(context.toArray(), expected.map { Float($0) }, tolerance: 3e-6)
        let slopes = NaiveAttention.backward(
          heads: 2, headSize: size, qkv: qkv, boundaries: [0, length], gradient: gradient, factors: factor)
        expectClose(out.toArray(), slopes.map { Float($0) }, tolerance: 1e-5)
      }
    }
  }

  @Test("Kernels along rows, of all widths: the same at each instruction set, nothing beyond the row touched")
  func rows() {
    for width in Self.widths {
      let results = TileKernel.available.map { kernel -> [UInt32] in
        var random = TestRandom(seed: 43)
        let compute = Compute(threads: 2, kernel: kernel)
        let x = random.matrix(3, width), y = random.matrix(3, width), z = Matrix(rows: 3, columns: width)
        let statistics = Matrix(rows: 3, columns: 2), total = Matrix(rows: 1, columns: width)
        let norm = LayerNorm(gamma: random.matrix(1, width), beta: random.matrix(1, width), epsilon: 1e-5)
        compute.layerNorm(norm, x, into: z, statistics: statistics)
        compute.layerNormBackward(
          norm, x: x, statistics: statistics, gradient: y, addingTo: total, Matrix(rows: 1, columns: width))
        for activation in [Activation.gelu, .geluTanh, .relu, .silu, .tanh] {
          compute.activate(activation, z)
          compute.activationBackward(activation, x: x, gradient: y)
        }
        compute.softmax(z)
        compute.softmaxBackward(y: z, gradient: x)
        compute.tanh(z)
        compute.exp(z)
        compute.erf(z)
        compute.apply(Dropout(probability: 0.5, seed: 4, step: 2, site: 3), to: x)
        compute.add(x, to: y)
        compute.apply(Dropout(probability: 0.5, seed: 4, step: 2, site: 5), to: y, into: z, addingColumnSumsTo: total)
        compute.addColumnSums(of: y, to: total)
        compute.gather([(x, [2, 0]), (y, [1, 1])], into: z.rows(0..<2))
        compute.scatterAdd(y.rows(0..<2), [0, 0], to: x)
        let step = AdamWStep(
          beta1: 0.9, beta2: 0.99, epsilon: 1e-8, stepSize: 0.1, secondCorrection: 0.5, decay: 0.99, gradientScale: 0.5)
        let first = Matrix(rows: 3, columns: width), second = Matrix(rows: 3, columns: width)
        compute.adamW(step, value: x, gradient: y, first: first, second: second, isActive: [true, false, true])
        compute.adamW(
          step, value: x.rows(0..<1), gradient: y.rows(0..<1), first: first.rows(0..<1), second: second.rows(0..<1))
        let norms = [Float(compute.sumOfSquares(x)), Float(compute.sumOfSquares(y, rows: [2, 0]))]
        return (x.toArray() + y.toArray() + z.toArray() + total.toArray() + norms).map(\.bitPattern)
      }
      for result in results { #expect(result == results[0], "width \(width)") }
    }
  }

  @Test("A product that ends in LayerNorm gives the bytes of the two passes, kept or not, at any number of threads")
  func fusedNorm() {
    for (m, n, k) in [(1, 5, 3), (7, 33, 40), (61, 384, 390), (131, 40, 900), (5, 1003, 450)] {
      var random = TestRandom(seed: 44)
      let a = random.matrix(m, k), b = random.matrix(n, k), bias = random.matrix(1, n), residual = random.matrix(m, n)
      let norm = LayerNorm(gamma: random.matrix(1, n), beta: random.matrix(1, n), epsilon: 1e-12)
      let dropout = Dropout(probability: 0.1, seed: 1, step: 2, site: 3)
      let sum = Matrix(rows: m, columns: n), expected = Matrix(rows: m, columns: n)
      let statistics = Matrix(rows: m, columns: 2)
      let plain = Compute(threads: 1)
      plain.multiply(a.operand, b.transpose, into: sum, .biasDropoutResidual(bias, dropout, residual: residual))
      plain.layerNorm(norm, sum, into: expected, statistics: statistics)
      for kernel in TileKernel.available {
        for threads in [1, 2, 3, 16] {
          let compute = Compute(threads: threads, kernel: kernel), c = Matrix(rows: m, columns: n)
          let keptSum = Matrix(rows: m, columns: n), keptStatistics = Matrix(rows: m, columns: 2)
          for norm in [.init(norm), Epilogue.RowNorm(norm, keeping: (keptSum, keptStatistics))] {
            compute.multiply(
              a.operand, b.transpose, into: c, .biasDropoutResidualNorm(bias, dropout, residual: residual, norm))
            #expect(c.toArray() == expected.toArray(), "\(m)×\(n)×\(k), \(threads) threads, \(kernel.name)")
          }
          #expect(keptSum.toArray() == sum.toArray())
          #expect(keptStatistics.toArray() == statistics.toArray())
        }
      }
    }
  }
}
