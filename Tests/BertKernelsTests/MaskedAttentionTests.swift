import BertKernels
import Foundation
import Testing

/// Attention over windows, and with heads that share keys and values, against the definition in double precision.
@Suite struct MaskedAttentionTests {
  /// One attention layer over sequences: what goes in, and what comes out forward and backward.
  private struct Layer {
    let attention: Attention
    let boundaries: [Int]
    let qkv, gradient: Matrix
    var dropout: Dropout?
    var bias: (table: Matrix, bias: AttentionBias)?

    init(_ attention: Attention, boundaries: [Int], _ random: inout TestRandom) {
      self.attention = attention
      self.boundaries = boundaries
      let tokens = boundaries[boundaries.count - 1]
      qkv = random.matrix(tokens, attention.projectedWidth)
      gradient = random.matrix(tokens, attention.heads * attention.headSize)
    }

    var tokens: Int { qkv.rows }

    /// Context, gradient of `qkv` and gradient of the bias.
    func run(_ compute: Compute) -> (context: [Float], slopes: [Float], biasSlopes: [Float]) {
      let context = Matrix(rows: tokens, columns: gradient.columns)
      let logSums = Matrix(rows: tokens, columns: attention.heads)
      let out = Matrix(rows: tokens, columns: qkv.columns)
      let gathered = bias.map { Matrix(rows: (boundaries.count - 1) * attention.heads, columns: $0.table.columns) }
      compute.attention(
        attention, qkv: qkv, boundaries: boundaries, bias: bias?.bias, dropout: dropout, into: context,
        logSums: logSums)
      compute.attentionBackward(
        attention, qkv: qkv, boundaries: boundaries, bias: bias?.bias, dropout: dropout, context: context,
        logSums: logSums, gradient: gradient, biasGradient: gathered, into: out)
      let total = bias.map { Matrix(rows: $0.table.rows, columns: $0.table.columns) }
      if let gathered, let total { compute.sumBiasGradients(gathered, heads: attention.heads, into: total) }
      return (context.toArray(), out.toArray(), total?.toArray() ?? [])
    }

    /// The same by the definition.
    func truth() -> (context: [Double], slopes: [Double], biasSlopes: [Double]) {
      // The mask as the kernels draw it, read off by dropping a matrix of ones: row = head · T + token, column = key.
      let longest = zip(boundaries, boundaries.dropFirst()).map { $1 - $0 }.max() ?? 0
      let mask = Matrix(rows: attention.heads * tokens, columns: longest)
      mask.fill(1)
      Compute(threads: 1).apply(dropout, to: mask)
      let starts = zip(boundaries, boundaries.dropFirst()).flatMap { Array(repeating: $0, count: $1 - $0) }
      func place(_ token: Int, _ head: Int, _ key: Int) -> Int {
        guard let table = bias?.table else { return 0 }
        return head * table.columns + table.columns / 2 + key - (token - starts[token])
      }
      let biases = bias?.table.toArray() ?? [0]
      func biasOf(_ token: Int, _ head: Int, _ key: Int) -> Double { Double(biases[place(token, head, key)]) }
      func factor(_ token: Int, _ head: Int, _ key: Int) -> Double { Double(mask[head * tokens + token, key]) }
      var biasSlopes = Array(repeating: 0.0, count: biases.count)
      let context = NaiveAttention.forward(
        heads: attention.heads, keyValueHeads: attention.keyValueHeads, headSize: attention.headSize, qkv: qkv,
        boundaries: boundaries, mask: attention.mask, bias: biasOf, factors: factor)
      let slopes = NaiveAttention.backward(
        heads: attention.heads, keyValueHeads: attention.keyValueHeads, headSize: attention.headSize, qkv: qkv,
        boundaries: boundaries, gradient: gradient, mask: attention.mask, bias: biasOf, factors: factor,
        biasGradient: { biasSlopes[place($0, $1, $2)] += $3 })
      return (context, slopes, bias == nil ? [] : biasSlopes)
    }

    /// Expects the definition's figures, and the same bytes of every tile at 1, 2 and 3 threads.
    func check(_ sourceLocation: SourceLocation = #_sourceLocation) {
      let results = TileKernel.available.flatMap { kernel in
        [1, 2, 3].map { run(Compute(threads: $0, kernel: kernel)) }
      }
      let truth = truth()
      expectClose(results[0].context, truth.context.map { Float($0) }, tolerance: 3e-6, sourceLocation: sourceLocation)
      expectClose(results[0].slopes, truth.slopes.map { Float($0) }, tolerance: 2e-5, sourceLocation: sourceLocation)
      expectClose(
        results[0].biasSlopes, truth.biasSlopes.map { Float($0) }, tolerance: 2e-5, sourceLocation: sourceLocation)
      for result in results {
        #expect(bits(result.context) == bits(results[0].context), sourceLocation: sourceLocation)
        #expect(bits(result.slopes) == bits(results[0].slopes), sourceLocation: sourceLocation)
        #expect(bits(result.biasSlopes) == bits(results[0].biasSlopes), sourceLocation: sourceLocation)
      }
    }
  }

  @Test(
    "Masks, and heads that share keys and values, with dropout and without",
    arguments: [
      AttentionMask.full, .causal, .window(radius: 0), .window(radius: 1), .window(radius: 5), .window(radius: 64),
    ], [1, 2, 3])
  func masks(_ mask: AttentionMask, sharing shared: Int) {
    var random = TestRandom(seed: 71)
    let attention = Attention(heads: 2 * shared, keyValueHeads: 2, headSize: 20, mask: mask)
    var layer = Layer(attention, boundaries: [0, 1, 3, 20, 85, 85, 151, 281], &random)
    layer.check()
    layer.dropout = Dropout(probability: 0.2, seed: 6, step: 1, site: 4)
    layer.check()
  }

  @Test("Windows over long sequences, with a bias by distance too", arguments: [(5, 1030), (64, 512), (200, 512)])
  func longWindows(radius: Int, length: Int) {
    var random = TestRandom(seed: 72)
    let attention = Attention(heads: 2, keyValueHeads: 1, headSize: 12, mask: .window(radius: radius))
    var layer = Layer(attention, boundaries: [0, 7, 7 + length], &random)
    layer.dropout = Dropout(probability: 0.1, seed: 7, step: 2, site: 5)
    layer.check()
    let table = random.matrix(2, 2 * length - 1)
    layer.bias = (table, AttentionBias(shared: table, center: length - 1))
    layer.check()
  }

  @Test("A window as wide as the sequence gives the bytes of none")
  func wideWindow() {
    var random = TestRandom(seed: 73)
    let boundaries = [0, 1, 66, 266], compute = Compute(threads: 2)
    let full = Layer(Attention(heads: 2, headSize: 20), boundaries: boundaries, &random).run(compute)
    for radius in [199, 200, Int.max] {
      var random = TestRandom(seed: 73)
      let attention = Attention(heads: 2, headSize: 20, mask: .window(radius: radius))
      let wide = Layer(attention, boundaries: boundaries, &random).run(compute)
      #expect(bits(wide.context) == bits(full.context))
      #expect(bits(wide.slopes) == bits(full.slopes))
    }
  }

  @Test("Heads that share keys and values give the bytes of heads with copies of them")
  func copies() {
    var random = TestRandom(seed: 74)
    let size = 16, boundaries = [0, 30, 230]
    let shared = Layer(
      Attention(heads: 6, keyValueHeads: 2, headSize: size, mask: .window(radius: 9)), boundaries: boundaries, &random)
    let copied = Layer(Attention(heads: 6, headSize: size, mask: .window(radius: 9)), boundaries: boundaries, &random)
    copied.gradient.copy(from: shared.gradient)
    copied.qkv.columns(0..<6 * size).copy(from: shared.qkv.columns(0..<6 * size))
    for part in 0..<2 {
      for head in 0..<6 {
        let from = (6 + 2 * part + head / 3) * size, to = (6 + 6 * part + head) * size
        copied.qkv.columns(to..<to + size).copy(from: shared.qkv.columns(from..<from + size))
      }
    }
    let compute = Compute(threads: 2), ours = shared.run(compute), theirs = copied.run(compute)
    #expect(bits(ours.context) == bits(theirs.context))
    for token in 0..<shared.tokens {
      let row = ours.slopes[token * shared.qkv.columns..<token * shared.qkv.columns + 6 * size]
      let other = theirs.slopes[token * copied.qkv.columns..<token * copied.qkv.columns + 6 * size]
      #expect(row == other, "the gradient of the queries of token \(token)")
    }
  }

  @Test("In steady state, attention over windows asks for no more memory")
  func steadyState() {
    var random = TestRandom(seed: 75)
    let attention = Attention(heads: 4, keyValueHeads: 2, headSize: 16, mask: .window(radius: 20))
    let layer = Layer(attention, boundaries: [0, 40, 300], &random), compute = Compute(threads: 2)
    _ = layer.run(compute)
    let held = compute.allocations
    for _ in 0..<3 { _ = layer.run(compute) }
    #expect(compute.allocations == held)
  }
}

private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
