import BertKernels
import Testing

/// Blocked products against the naive one, over shapes that leave every remainder of the tile and cross block borders.
@Suite struct MultiplyTests {
  private static let shapes: [(m: Int, n: Int, k: Int)] =
    (1...13).flatMap { m in [1, 7, 8, 15, 16, 17, 31, 33].map { (m, $0, 5 + m) } } + [
      (72, 48, 384), (73, 16, 385), (200, 100, 1), (6, 16, 800), (150, 60, 777), (1, 384, 384), (32, 3, 60),
      // Enough work to be shared among threads, by rows and by columns.
      (301, 77, 260), (5, 1003, 450), (11, 900, 801),
    ]

  @Test("A·B, A·Bᵀ, Aᵀ·B and Aᵀ·Bᵀ equal the naive product", arguments: [1, 2, 3], TileKernel.available)
  func formsAgreeWithNaive(threads: Int, kernel: TileKernel) {
    let compute = Compute(threads: threads, kernel: kernel)
    var random = TestRandom(seed: 1)
    for (m, n, k) in Self.shapes {
      for form in 0..<4 {
        let a = form & 1 == 0 ? random.matrix(m, k).operand : random.matrix(k, m).transpose
        let b = form & 2 == 0 ? random.matrix(k, n).operand : random.matrix(n, k).transpose
        let c = Matrix(rows: m, columns: n)
        compute.multiply(a, b, into: c)
        // A sum of k products of numbers below 1 in size: each rounding is below k·2⁻²⁴.
        expectClose(c.toArray(), NaiveMultiply.multiply(a, b), tolerance: Float(k) * 1.2e-7)
        compute.multiply(a, b, into: c, .add)
        expectClose(c.toArray(), NaiveMultiply.multiply(a, b).map { 2 * $0 }, tolerance: Float(k) * 3e-7)
      }
    }
  }

  @Test("Views with a stride are read and written only inside", arguments: [1, 2], TileKernel.available)
  func stridedViews(threads: Int, kernel: TileKernel) {
    let compute = Compute(threads: threads, kernel: kernel)
    var random = TestRandom(seed: 2)
    let a = random.matrix(40, 770), b = random.matrix(750, 90), c = Matrix(rows: 40, columns: 80)
    c.fill(7)
    let left = a.columns(3..<753).rows(1..<38).operand, right = b.columns(9..<60).operand
    compute.multiply(left, right, into: c.rows(2..<39).columns(11..<62))
    let expected = NaiveMultiply.multiply(left, right)
    for row in 0..<40 {
      for column in 0..<80 {
        let inside = (2..<39).contains(row) && (11..<62).contains(column)
        let value = inside ? expected[(row - 2) * 51 + column - 11] : 7
        #expect(abs(c[row, column] - value) < 1e-4)
      }
    }
  }

  @Test("The same bytes at any number of threads and with every tile")
  func threadsAndTilesDoNotShow() {
    var random = TestRandom(seed: 3)
    let a = random.matrix(211, 500), b = random.matrix(500, 130)
    let results = TileKernel.available.flatMap { kernel in
      [1, 2, 3, 16].map { threads in
        let c = Matrix(rows: 211, columns: 130)
        Compute(threads: threads, kernel: kernel).multiply(a.operand, b.operand, into: c)
        return c.toArray().map(\.bitPattern)
      }
        + [64 << 10, 256 << 10, 4 << 20].map { cache in
          // The rows of a block, which depend on the cache, do not show either.
          let c = Matrix(rows: 211, columns: 130), blocks = BlockSizes(secondLevelCache: cache)
          Compute(threads: 2, kernel: kernel, blocks: blocks).multiply(a.operand, b.operand, into: c)
          return c.toArray().map(\.bitPattern)
        }
    }
    for result in results { #expect(result == results[0]) }
  }

  @Test("Epilogues: bias, bias and activation, bias and residual", arguments: [1, 2])
  func epilogues(threads: Int) {
    let compute = Compute(threads: threads)
    var random = TestRandom(seed: 4)
    let (m, n, k) = (145, 37, 500)
    let a = random.matrix(m, k), b = random.matrix(n, k), bias = random.matrix(1, n), residual = random.matrix(m, n)
    let product = NaiveMultiply.multiply(a.operand, b.transpose)
    let biased = product.enumerated().map { $0.element + bias[0, $0.offset % n] }
    let c = Matrix(rows: m, columns: n), kept = Matrix(rows: m, columns: n)
    compute.multiply(a.operand, b.transpose, into: c, .bias(bias))
    expectClose(c.toArray(), biased, tolerance: 1e-4)
    compute.multiply(a.operand, b.transpose, into: c, .biasActivation(bias, .relu, keeping: kept))
    expectClose(c.toArray(), biased.map { max($0, 0) }, tolerance: 1e-4)
    expectClose(kept.toArray(), biased, tolerance: 1e-4)
    compute.multiply(a.operand, b.transpose, into: c, .biasDropoutResidual(bias, nil, residual: residual))
    expectClose(c.toArray(), zip(biased, residual.toArray()).map { $0 + $1 }, tolerance: 1e-4)
  }
}
