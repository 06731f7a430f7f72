import BertKernels
import Foundation
import Testing

/// Products of factors rounded to bfloat16 on every unit of this processor, against the definition. Which units these are
/// the names of the arguments tell; where one is missing, the emulation alone holds what does not depend on it.
@Suite struct BFloat16MultiplyTests {
  private static let shapes: [(m: Int, n: Int, k: Int)] =
    [1, 2, 15, 16, 17, 31, 33, 65].flatMap { m in [1, 2, 15, 16, 17, 31, 33, 65].map { (m, $0, 3 + m) } }
    + [1, 2, 15, 16, 17, 31, 32, 33, 65].map { (17, 33, $0) } + [
      (64, 64, 384), (73, 16, 769), (200, 100, 1), (6, 1100, 800), (40, 60, 1500), (1, 384, 384), (32, 3, 60),
      // Enough work to be shared among threads, by rows and by columns.
      (301, 77, 260), (5, 1203, 850), (70, 100, 801),
    ]

  @Test("Every unit rounds as PyTorch does, what stands on the left and what stands on the right", arguments: [1, 40])
  func roundsAsPyTorch(padding: Int) throws {
    let figures = try Figures.read()
    for kernel in BFloat16Kernel.available {
      let compute = Compute(threads: 1, factors: .bfloat16, bfloat16Kernel: kernel)
      // Times one, and a sum with nothing else: what is rounded comes out as it is.
      let x = Matrix(rows: figures.numbers.count, columns: 1, values: figures.numbers.map(Float.init(bitPattern:)))
      let one = Matrix(rows: 1, columns: padding)
      one[0, 0] = 1
      let left = Matrix(rows: x.rows, columns: padding), right = Matrix(rows: padding, columns: x.rows)
      compute.multiply(x.operand, one.operand, into: left)
      compute.multiply(one.transpose, x.transpose, into: right)
      // As numbers: the sum with nothing else has no sign where it is zero.
      let expected = figures.rounded.map(Float.init(bitPattern:))
      #expect(left.columns(0..<1).toArray() == expected, "\(kernel.name)")
      #expect(right.rows(0..<1).toArray() == expected, "\(kernel.name)")
      let others = Matrix(rows: 4, columns: 1, values: figures.notNumbers.map(Float.init(bitPattern:)))
      let product = Matrix(rows: 4, columns: padding)
      compute.multiply(others.operand, one.operand, into: product)
      #expect(product.columns(0..<1).toArray().allSatisfy { $0.isNaN }, "\(kernel.name)")
    }
    let small = Matrix(rows: 1, columns: figures.small.count, values: figures.small.map(Float.init(bitPattern:)))
    roundToBFloat16(small.row(0), count: small.count)
    #expect(small.toArray().map(\.bitPattern) == figures.roundedSmall)
  }

  @Test(
    "A·B, A·Bᵀ, Aᵀ·B and Aᵀ·Bᵀ equal the naive product of rounded factors", arguments: [1, 2, 3],
    BFloat16Kernel.available)
  func formsAgreeWithNaive(threads: Int, kernel: BFloat16Kernel) {
    let compute = Compute(threads: threads, factors: .bfloat16, bfloat16Kernel: kernel)
    var random = TestRandom(seed: 71)
    for (m, n, k) in Self.shapes {
      let a = random.matrix(m, k), b = random.matrix(k, n)
      let turnedA = Matrix(rows: k, columns: m), turnedB = Matrix(rows: n, columns: k)
      turnedA.copy(transposing: a)
      turnedB.copy(transposing: b)
      let expected = NaiveMultiply.multiply(rounded(a).operand, rounded(b).operand)
      for form in 0..<4 {
        let left = form & 1 == 0 ? a.operand : turnedA.transpose
        let right = form & 2 == 0 ? b.operand : turnedB.transpose
        let c = Matrix(rows: m, columns: n)
        compute.multiply(left, right, into: c)
        // Products are exact. A sum of k of them, each below 1 in size, has as many roundings, each below k·2⁻²⁴.
        expectClose(c.toArray(), expected, tolerance: Float(k) * 1.2e-7)
        compute.multiply(left, compute.pack(right), into: c, .add)
        expectClose(c.toArray(), expected.map { 2 * $0 }, tolerance: Float(k) * 3e-7)
      }
    }
  }

  @Test("The emulation is the product of floats over rounded factors, to the bit")
  func emulation() {
    var random = TestRandom(seed: 72)
    let a = random.matrix(97, 500), b = random.matrix(500, 70)
    let c = Matrix(rows: 97, columns: 70), expected = Matrix(rows: 97, columns: 70)
    Compute(threads: 2, factors: .bfloat16, bfloat16Kernel: .emulated).multiply(a.operand, b.operand, into: c)
    Compute(threads: 1).multiply(rounded(a).operand, rounded(b).operand, into: expected)
    #expect(c.toArray().map(\.bitPattern) == expected.toArray().map(\.bitPattern))
  }

  @Test("The same bytes at any number of threads and with any blocks of rows", arguments: BFloat16Kernel.available)
  func threadsDoNotShow(kernel: BFloat16Kernel) {
    var random = TestRandom(seed: 73)
    for (m, n, k) in [(211, 130, 900), (37, 900, 500)] {
      let a = random.matrix(m, k), b = random.matrix(k, n)
      func product(threads: Int, _ blocks: BlockSizes, rows: Range<Int>) -> [UInt32] {
        let c = Matrix(rows: rows.count, columns: n)
        let compute = Compute(threads: threads, blocks: blocks, factors: .bfloat16, bfloat16Kernel: kernel)
        compute.multiply(a.rows(rows).operand, b.operand, into: c)
        compute.multiply(a.rows(rows).operand, b.operand, into: c, .add)
        return c.toArray().map(\.bitPattern)
      }
      let whole = product(threads: 1, .standard, rows: 0..<m)
      for threads in [2, 3] { #expect(product(threads: threads, .standard, rows: 0..<m) == whole) }
      for cache in [64 << 10, 256 << 10, 4 << 20] {
        #expect(product(threads: 2, BlockSizes(secondLevelCache: cache), rows: 0..<m) == whole)
      }
      // Nor does it show which other rows there are.
      #expect(product(threads: 2, .standard, rows: 7..<30) == Array(whole[7 * n..<30 * n]))
    }
  }

  @Test("What is not finite stays so, in its row or column alone", arguments: BFloat16Kernel.available)
  func oddValues(kernel: BFloat16Kernel) {
    let compute = Compute(threads: 1, factors: .bfloat16, bfloat16Kernel: kernel)
    var random = TestRandom(seed: 74)
    let x = random.matrix(20, 40), w = random.matrix(40, 35), c = Matrix(rows: 20, columns: 35)
    x[0, 5] = .nan
    x[1, 17] = .infinity
    w[38, 34] = -.infinity
    compute.multiply(x.operand, w.operand, into: c)
    for row in 0..<20 {
      for column in 0..<35 { #expect(c[row, column].isFinite == (row > 1 && column < 34), "\(row), \(column)") }
    }
    #expect(c[0, 3].isNaN)
  }

  @Test("Views with a stride are read and written only inside", arguments: BFloat16Kernel.available)
  func stridedViews(kernel: BFloat16Kernel) {
    let compute = Compute(threads: 2, factors: .bfloat16, bfloat16Kernel: kernel)
    var random = TestRandom(seed: 75)
    let a = rounded(random.matrix(60, 770)), b = rounded(random.matrix(750, 90)), c = Matrix(rows: 60, columns: 80)
    c.fill(7)
    let left = a.columns(3..<753).rows(1..<58).operand, right = b.columns(9..<60).operand
    compute.multiply(left, right, into: c.rows(2..<59).columns(11..<62))
    let expected = NaiveMultiply.multiply(left, right)
    for row in 0..<60 {
      for column in 0..<80 {
        let isInside = (2..<59).contains(row) && (11..<62).contains(column)
        #expect(abs(c[row, column] - (isInside ? expected[(row - 2) * 51 + column - 11] : 7)) < 1e-4)
      }
    }
  }

  @Test("Nothing beyond the operands is touched", arguments: BFloat16Kernel.available)
  func guardPages(kernel: BFloat16Kernel) {
    let compute = Compute(threads: 1, factors: .bfloat16, bfloat16Kernel: kernel)
    var random = TestRandom(seed: 76)
    for (m, n, k) in [(1, 1, 1), (15, 17, 7), (16, 16, 32), (17, 33, 33), (33, 15, 23), (65, 31, 64), (97, 47, 390)] {
      for form in 0..<4 {
        let memory = GuardedMemory()
        let a = form & 1 == 0 ? memory.matrix(m, k, &random).operand : memory.matrix(k, m, &random).transpose
        let b = form & 2 == 0 ? memory.matrix(k, n, &random).operand : memory.matrix(n, k, &random).transpose
        let c = memory.matrix(m, n)
        compute.multiply(a, b, into: c)
        // Two roundings of half a unit in 2⁸ of factors below 1.
        expectClose(c.toArray(), NaiveMultiply.multiply(a, b), tolerance: Float(k) * 0.004)
      }
    }
  }

  @Test("Epilogues come behind the sum", arguments: BFloat16Kernel.available)
  func epilogues(kernel: BFloat16Kernel) {
    var random = TestRandom(seed: 77)
    let (m, n, k) = (145, 37, 500)
    let a = rounded(random.matrix(m, k)), b = rounded(random.matrix(n, k)), bias = random.matrix(1, n)
    let residual = random.matrix(m, n), c = Matrix(rows: m, columns: n)
    let expected = NaiveMultiply.multiply(a.operand, b.transpose).enumerated().map {
      $0.element + bias[0, $0.offset % n] + residual[$0.offset / n, $0.offset % n]
    }
    for threads in [1, 2, 3] {
      Compute(threads: threads, factors: .bfloat16, bfloat16Kernel: kernel)
        .multiply(a.operand, b.transpose, into: c, .biasDropoutResidual(bias, nil, residual: residual))
      expectClose(c.toArray(), expected, tolerance: 1e-4)
    }
  }

  /// Eight bits of a fraction, by arithmetic: exact in double precision but for the one rounding.
  private func rounded(_ x: Matrix) -> Matrix {
    Matrix(
      rows: x.rows, columns: x.columns,
      values: x.toArray().map { value in
        guard value != 0 else { return value }
        let place = pow(2, Double(value.exponent) - 7)
        return Float((Double(value) / place).rounded(.toNearestOrEven) * place)
      })
  }
}

/// PyTorch's rounding (`Scripts/golden/bfloat16.py`).
private struct Figures: Decodable {
  let numbers, rounded, small, roundedSmall, notNumbers: [UInt32]

  static func read() throws -> Figures {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Golden/bfloat16.json")
    return try JSONDecoder().decode(Figures.self, from: Data(contentsOf: file))
  }
}
