import BertKernels
import Foundation
import Testing

/// Quantised products against the naive one, over shapes that leave every remainder of tile, word and vector.
@Suite struct QuantizedMultiplyTests {
  private static let shapes: [(m: Int, n: Int, k: Int)] =
    (1...13).flatMap { m in [1, 7, 8, 15, 16, 17, 31, 33].map { (m, $0, 5 + m) } }
    + (1...17).map { (3, 5, $0) } + [
      (72, 48, 384), (73, 16, 385), (200, 100, 1), (6, 16, 800), (145, 60, 777), (32, 3, 60),
      // Whole tiles of AMX, and rows a page apart.
      (32, 32, 64), (17, 33, 64), (48, 64, 128), (33, 3, 4096),
      // Enough work to be shared among threads, by rows and by columns.
      (301, 177, 260), (5, 2003, 450), (11, 900, 801),
    ]

  /// A factor of 1 everywhere makes the sums themselves the result: activations 0…255 with the scale 1, weights with
  /// the scale 1. Below 2²⁴ floats hold them exactly.
  private static func exactWeights(_ n: Int, _ k: Int, _ value: (Int, Int) -> Int8) throws -> QuantizedMatrix {
    try #require(
      QuantizedMatrix(
        rows: n, columns: k, values: (0..<n).flatMap { row in (0..<k).map { value(row, $0) } },
        scales: Array(repeating: 1, count: n), keptColumns: [], keptValues: []))
  }

  @Test("The integers are those of the naive product", arguments: [1, 2, 3], QuantizedKernel.available)
  func exactIntegers(threads: Int, kernel: QuantizedKernel) throws {
    let compute = Compute(threads: threads, quantizedKernel: kernel)
    for (m, n, k) in Self.shapes where k > 1 {
      let weights = try Self.exactWeights(n, k) { Int8(truncatingIfNeeded: ($0 * 37 + $1 * 101) % 255 - 127) }
      // Each row holds 255 and no negative number, so its scale is 1 and its zero point 0.
      let x = Matrix(
        rows: m, columns: k, values: (0..<m * k).map { $0 % k == 0 ? 255 : Float(($0 * 71 + $0 / k) % 256) })
      let c = Matrix(rows: m, columns: n)
      compute.multiply(x, compute.pack(weights), into: c)
      #expect(c.toArray() == NaiveQuantizedMultiply.sums(x, weights).map { Float($0) }, "\(m)×\(n)×\(k)")
    }
  }

  /// Whether Linux names the unit among the processor's.
  private static let hasTiles =
    ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").contains(" amx_int8")

  @Test("Tiles come first where the processor has them", .enabled(if: hasTiles, "needs a processor with AMX-INT8"))
  func tilesFirst() {
    #expect(QuantizedKernel.available[0].name == "32×32 bytes")
  }

  /// 255 · 127 in every place is what makes `vpmaddubsw` saturate at the first pair. 65,536 such products end just below
  /// 2³¹. Two depths: all of 24 bits, where Float is exact, and the deepest allowed.
  @Test("Extreme values do not saturate", arguments: [516, QuantizedMatrix.largestDepth], QuantizedKernel.available)
  func extremes(depth: Int, kernel: QuantizedKernel) throws {
    let compute = Compute(threads: 1, quantizedKernel: kernel)
    let weights = try Self.exactWeights(2, depth) { row, _ in row == 0 ? 127 : -127 }
    let x = Matrix(rows: 7, columns: depth)
    x.fill(255)
    // A row from −255 to 0: the zero point is 255, the integers 0, and the correction alone makes the sum.
    x.rows(3..<4).fill(-255)
    let c = Matrix(rows: 7, columns: 2)
    compute.multiply(x, compute.pack(weights), into: c)
    let sum = Float(depth * 255 * 127)
    for row in 0..<7 {
      #expect(c[row, 0] == (row == 3 ? -sum : sum))
      #expect(c[row, 1] == (row == 3 ? sum : -sum))
    }
  }

  @Test("The whole product equals the naive one, with columns kept in floats", arguments: QuantizedKernel.available)
  func agreesWithNaive(kernel: QuantizedKernel) {
    let compute = Compute(threads: 2, quantizedKernel: kernel)
    var random = TestRandom(seed: 11)
    for (m, n, k) in Self.shapes {
      let weights = QuantizedMatrix(quantizing: random.matrix(n, k), keeping: k > 6 ? [0, k - 2] : [])
      let x = random.matrix(m, k, scale: 3), c = Matrix(rows: m, columns: n)
      for row in 0..<m where k > 6 { x[row, k - 2] = 500 }
      compute.multiply(x, compute.pack(weights), into: c)
      // Three roundings of a value below 500 · 1 + k · 3.
      expectClose(c.toArray(), NaiveQuantizedMultiply.multiply(x, weights), tolerance: Float(600 + 3 * k) * 2.4e-7)
    }
  }

  /// The bound: half a step for each activation against the weights, half a step for each weight against the activations.
  @Test("The result is as near to the product of floats as eight bits allow")
  func nearFloats() {
    let compute = Compute(threads: 1)
    var random = TestRandom(seed: 12)
    let (m, n, k) = (50, 40, 300)
    let x = random.matrix(m, k), w = random.matrix(n, k), c = Matrix(rows: m, columns: n)
    compute.multiply(x, compute.pack(QuantizedMatrix(quantizing: w, keeping: [7])), into: c)
    let exact = NaiveMultiply.multiply(x.operand, w.transpose)
    // Steps of 2/255 and 1/127 at the most, each off by half: k · (1/255 + 1/254) + small products.
    expectClose(c.toArray(), exact, tolerance: Float(k) * (1 / 255 + 1 / 254 + 1e-4))
    // Errors are spread evenly: their root mean square is √k · (step / √12) · rms of the other factor, for both factors.
    let squares = zip(c.toArray(), exact).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    let expected = (Double(k) / 12 / 3 * (4 / 255 / 255 + 1 / 127 / 127)).squareRoot()
    #expect((squares / Double(m * n)).squareRoot() < 1.2 * expected)
  }

  @Test("The same bytes at any number of threads and with every kernel")
  func threadsAndKernelsDoNotShow() {
    var random = TestRandom(seed: 13)
    let x = random.matrix(211, 500), bias = random.matrix(1, 130)
    let weights = QuantizedMatrix(quantizing: random.matrix(130, 500), keeping: [3, 77])
    let results = QuantizedKernel.available.flatMap { kernel in
      [1, 2, 3, 16].map { threads in
        let compute = Compute(threads: threads, quantizedKernel: kernel)
        let c = Matrix(rows: 211, columns: 130)
        compute.multiply(x, compute.pack(weights), into: c, .biasActivation(bias, .gelu, keeping: nil))
        return c.toArray().map(\.bitPattern)
      }
    }
    for result in results { #expect(result == results[0]) }
  }

  @Test("Views with a stride are read and written only inside", arguments: QuantizedKernel.available)
  func stridedViews(kernel: QuantizedKernel) {
    let compute = Compute(threads: 2, quantizedKernel: kernel)
    var random = TestRandom(seed: 14)
    let x = random.matrix(40, 770).columns(3..<753).rows(1..<38)
    let weights = QuantizedMatrix(quantizing: random.matrix(51, 750), keeping: [9])
    let whole = Matrix(rows: 40, columns: 80)
    whole.fill(7)
    compute.multiply(x, compute.pack(weights), into: whole.rows(2..<39).columns(11..<62))
    let expected = NaiveQuantizedMultiply.multiply(x, weights)
    for row in 0..<40 {
      for column in 0..<80 {
        let inside = (2..<39).contains(row) && (11..<62).contains(column)
        #expect(abs(whole[row, column] - (inside ? expected[(row - 2) * 51 + column - 11] : 7)) < 1e-3)
      }
    }
  }

  @Test("What is not finite stays so, in its row alone; zeros and tiny numbers give zero")
  func oddValues() {
    let compute = Compute(threads: 1)
    var random = TestRandom(seed: 15)
    let x = random.matrix(6, 40), w = random.matrix(20, 40), c = Matrix(rows: 6, columns: 20)
    x[0, 5] = .nan
    x[1, 17] = .infinity
    x[2, 38] = -.infinity
    x.rows(3..<4).fill(0)
    x.rows(4..<5).fill(.leastNonzeroMagnitude)
    w[3, 1] = .nan
    compute.multiply(x, compute.pack(QuantizedMatrix(quantizing: w, keeping: [])), into: c)
    for column in 0..<20 {
      for row in 0..<3 { #expect(c[row, column].isNaN) }
      #expect(c[5, column].isNaN == (column == 3))
      if column != 3 {
        #expect(c[3, column] == 0)
        #expect(c[4, column] == 0)
      }
    }
  }

  @Test("Parts that do not fit together are no matrix")
  func misfits() {
    func make(_ values: [Int8], _ scales: [Float], _ kept: [Int], _ keptValues: [Float]) -> QuantizedMatrix? {
      QuantizedMatrix(rows: 1, columns: 3, values: values, scales: scales, keptColumns: kept, keptValues: keptValues)
    }
    #expect(make([1, 0, 2], [1], [1], [5]) != nil)
    #expect(make([1, 0], [1], [1], [5]) == nil)
    #expect(make([1, 0, -128], [1], [1], [5]) == nil)
    #expect(make([1, 0, 2], [], [1], [5]) == nil)
    #expect(make([1, 4, 2], [1], [1], [5]) == nil)
    #expect(make([1, 0, 2], [1], [3], [5]) == nil)
    #expect(make([1, 0, 2], [1], [-1], [5]) == nil)
    #expect(make([0, 0, 2], [1], [1, 0], [5, 5]) == nil)
    #expect(make([1, 0, 2], [1], [1], []) == nil)
  }
}
