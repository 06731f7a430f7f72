import BertKernels
import Testing

/// Blocked products of Float64 matrices against the naive one.
@Suite struct DoubleMultiplyTests {
  private static let shapes: [(m: Int, n: Int, k: Int)] = [
    (1, 1, 1), (5, 7, 3), (6, 8, 256), (7, 9, 257), (13, 17, 600), (100, 3, 20), (120, 250, 90), (3, 400, 1),
  ]

  @Test("A·B, A·Bᵀ, Aᵀ·B and Aᵀ·Bᵀ equal the naive product", arguments: [1, 2, 3], TileKernel.available)
  func formsAgreeWithNaive(threads: Int, kernel: TileKernel) {
    let compute = Compute(threads: threads, kernel: kernel)
    var random = TestRandom(seed: 1)
    func matrix(_ rows: Int, _ columns: Int) -> DoubleMatrix {
      // A view within a wider matrix, so that strides count.
      let wide = DoubleMatrix(rows: rows, columns: columns + 3, values: random.matrix(rows, columns + 3).toArray())
      return wide.columns(2..<columns + 2)
    }
    for (m, n, k) in Self.shapes {
      for form in 0..<4 {
        let a = form & 1 == 0 ? matrix(m, k).operand : matrix(k, m).transpose
        let b = form & 2 == 0 ? matrix(k, n).operand : matrix(n, k).transpose
        let expected = NaiveDoubleMultiply.multiply(a, b)
        let c = compute.product(a, b)
        // A sum of k products of numbers below 1 in size: each rounding is below k·2⁻⁵³.
        #expect(zip(c.toArray(), expected).allSatisfy { abs($0 - $1) <= Double(k) * 3e-16 })
        compute.multiply(a, b, into: c, .add)
        #expect(zip(c.toArray(), expected).allSatisfy { abs($0 - 2 * $1) <= Double(k) * 1e-15 })
        compute.multiply(a, b, into: c, .subtract)
        #expect(zip(c.toArray(), expected).allSatisfy { abs($0 - $1) <= Double(k) * 2e-15 })
      }
    }
  }

  @Test("The same bytes at any number of threads and with every tile")
  func threadsAndTilesDoNotShow() {
    var random = TestRandom(seed: 3)
    let a = DoubleMatrix(rows: 151, columns: 530, values: random.matrix(151, 530).toArray())
    let b = DoubleMatrix(rows: 93, columns: 530, values: random.matrix(93, 530).toArray())
    let expected = Compute(threads: 1).product(a.operand, b.transpose).toArray()
    for kernel in TileKernel.available {
      for threads in 1...3 {
        #expect(Compute(threads: threads, kernel: kernel).product(a.operand, b.transpose).toArray() == expected)
      }
    }
  }
}
