import BertKernels
import Testing

/// Attention whose products have factors rounded to bfloat16, on every unit of this processor, against the definition in
/// double precision of the factors as they are.
@Suite struct BFloat16AttentionTests {
  /// What goes in, and what comes out forward and backward.
  private struct Layer {
    let attention: Attention
    let boundaries: [Int]
    let qkv, gradient: Matrix
    var dropout: Dropout?

    init(_ attention: Attention, boundaries: [Int], seed: UInt64) {
      var random = TestRandom(seed: seed)
      self.attention = attention
      self.boundaries = boundaries
      let tokens = boundaries[boundaries.count - 1]
      qkv = random.matrix(tokens, attention.projectedWidth)
      gradient = random.matrix(tokens, attention.heads * attention.headSize)
    }

    func run(_ compute: Compute) -> (context: [Float], slopes: [Float]) {
      let context = Matrix(rows: qkv.rows, columns: gradient.columns),
        out = Matrix(rows: qkv.rows, columns: qkv.columns)
      let logSums = Matrix(rows: qkv.rows, columns: attention.heads)
      compute.attention(
        attention, qkv: qkv, boundaries: boundaries, dropout: dropout, into: context, logSums: logSums)
      compute.attentionBackward(
        attention, qkv: qkv, boundaries: boundaries, dropout: dropout, context: context, logSums: logSums,
        gradient: gradient, into: out)
      return (context.toArray(), out.toArray())
    }

    func truth() -> (context: [Float], slopes: [Float]) {
      let longest = zip(boundaries, boundaries.dropFirst()).map { $1 - $0 }.max() ?? 0, tokens = qkv.rows
      let mask = Matrix(rows: attention.heads * tokens, columns: longest)
      mask.fill(1)
      Compute(threads: 1).apply(dropout, to: mask)
      func factor(_ token: Int, _ head: Int, _ key: Int) -> Double { Double(mask[head * tokens + token, key]) }
      let context = NaiveAttention.forward(
        heads: attention.heads, keyValueHeads: attention.keyValueHeads, headSize: attention.headSize, qkv: qkv,
        boundaries: boundaries, mask: attention.mask, factors: factor)
      let slopes = NaiveAttention.backward(
        heads: attention.heads, keyValueHeads: attention.keyValueHeads, headSize: attention.headSize, qkv: qkv,
        boundaries: boundaries, gradient: gradient, mask: attention.mask, factors: factor)
      return (context.map { Float($0) }, slopes.map { Float($0) })
    }
  }

  private static let layers: [Layer] = {
    var layers = [
      Layer(Attention(heads: 2, headSize: 32), boundaries: [0, 1, 17, 49, 82], seed: 81),
      Layer(Attention(heads: 2, headSize: 20), boundaries: [0, 5, 102, 311], seed: 82),
      Layer(Attention(heads: 1, headSize: 64), boundaries: [0, 64, 129], seed: 83),
      Layer(Attention(heads: 2, headSize: 8, mask: .causal), boundaries: [0, 33, 240], seed: 84),
      Layer(
        Attention(heads: 4, keyValueHeads: 2, headSize: 16, mask: .window(radius: 21)), boundaries: [0, 9, 270],
        seed: 85),
    ]
    layers[1].dropout = Dropout(probability: 0.2, seed: 6, step: 1, site: 4)
    return layers
  }()

  @Test(
    "As near to the definition as rounded factors allow, and the same bytes at any number of threads",
    arguments: BFloat16Kernel.available)
  func agreesWithNaive(kernel: BFloat16Kernel) {
    for layer in Self.layers {
      let results = [1, 2, 3].map { layer.run(Compute(threads: $0, factors: .bfloat16, bfloat16Kernel: kernel)) }
      let truth = layer.truth()
      // Factors below 1 are off by 2⁻⁹ of themselves. A context is a mean of values, weighted by numbers each off by as
      // much again and by the error of its score, 2⁻⁸ · √D · mean of products. Slopes are sums of two such factors.
      expectClose(results[0].context, truth.context, tolerance: 0.006)
      expectClose(results[0].slopes, truth.slopes, tolerance: 0.012)
      for result in results {
        #expect(result.context.map(\.bitPattern) == results[0].context.map(\.bitPattern))
        #expect(result.slopes.map(\.bitPattern) == results[0].slopes.map(\.bitPattern))
      }
    }
  }

  @Test("A sequence has the same bytes whatever stands beside it", arguments: BFloat16Kernel.available)
  func neighboursDoNotShow(kernel: BFloat16Kernel) {
    let layer = Self.layers[1], width = layer.gradient.columns
    let compute = Compute(threads: 1, factors: .bfloat16, bfloat16Kernel: kernel)
    let context = Matrix(rows: layer.qkv.rows, columns: width), alone = Matrix(rows: 97, columns: width)
    compute.attention(layer.attention, qkv: layer.qkv, boundaries: layer.boundaries, into: context)
    compute.attention(layer.attention, qkv: layer.qkv.rows(5..<102), boundaries: [0, 97], into: alone)
    #expect(alone.toArray().map(\.bitPattern) == context.rows(5..<102).toArray().map(\.bitPattern))
  }

  @Test("Nothing beyond the operands is touched", arguments: BFloat16Kernel.available)
  func guardPages(kernel: BFloat16Kernel) {
    var random = TestRandom(seed: 86)
    for (length, size) in [(1, 1), (2, 5), (15, 8), (32, 32), (33, 33), (49, 64), (200, 20)] {
      for mask in [AttentionMask.full, .causal, .window(radius: 11)] {
        let memory = GuardedMemory(), width = 2 * size
        let compute = Compute(threads: 1, factors: .bfloat16, bfloat16Kernel: kernel)
        let attention = Attention(heads: 2, headSize: size, mask: mask)
        let qkv = memory.matrix(length, 3 * width, &random), gradient = memory.matrix(length, width, &random)
        let context = memory.matrix(length, width), logSums = memory.matrix(length, 2)
        let out = memory.matrix(length, 3 * width)
        compute.attention(attention, qkv: qkv, boundaries: [0, length], into: context, logSums: logSums)
        compute.attentionBackward(
          attention, qkv: qkv, boundaries: [0, length], context: context, logSums: logSums, gradient: gradient,
          into: out)
        #expect(out.toArray().allSatisfy { $0.isFinite })
      }
    }
  }
}
