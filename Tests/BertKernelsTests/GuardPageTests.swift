import BertKernels
import Testing

/// The main kernels over operands that end at a page nobody may touch: a float read or written too far ends the process.
/// In every run of the tests, not only under the address sanitizer; that the results are right is held elsewhere.
@Suite struct GuardPageTests {
  @Test("Products of all forms", arguments: TileKernel.available)
  func products(_ kernel: TileKernel) {
    let compute = Compute(threads: 1, kernel: kernel)
    var random = TestRandom(seed: 61)
    for (m, n, k) in [(1, 1, 1), (5, 15, 7), (6, 16, 8), (7, 17, 9), (13, 33, 23), (25, 31, 64), (97, 47, 390)] {
      for form in 0..<4 {
        let memory = GuardedMemory()
        let a =
          form & 1 == 0 ? memory.matrix(m, k, &random).operand : memory.matrix(k, m, &random).transpose
        let b =
          form & 2 == 0 ? memory.matrix(k, n, &random).operand : memory.matrix(n, k, &random).transpose
        let c = memory.matrix(m, n)
        compute.multiply(a, b, into: c)
        expectClose(c.toArray(), NaiveMultiply.multiply(a, b), tolerance: Float(k) * 1.2e-7)
      }
    }
  }

  @Test("Quantised products", arguments: QuantizedKernel.available)
  func quantizedProducts(_ kernel: QuantizedKernel) {
    let compute = Compute(threads: 1, quantizedKernel: kernel)
    var random = TestRandom(seed: 65)
    for (m, n, k) in [(1, 1, 1), (5, 15, 7), (16, 32, 64), (17, 33, 65), (33, 31, 130), (97, 47, 390)] {
      let memory = GuardedMemory()
      let weights = QuantizedMatrix(quantizing: random.matrix(n, k), keeping: k > 6 ? [1] : [])
      let x = memory.matrix(m, k, &random), c = memory.matrix(m, n)
      compute.multiply(x, compute.pack(weights), into: c)
      expectClose(c.toArray(), NaiveQuantizedMultiply.multiply(x, weights), tolerance: Float(3 + 3 * k) * 2.4e-7)
    }
  }

  @Test("Attention, forward and backward", arguments: TileKernel.available)
  func attention(_ kernel: TileKernel) {
    var random = TestRandom(seed: 62)
    for (length, size) in [(1, 1), (2, 5), (11, 8), (12, 32), (13, 33), (23, 32), (33, 17), (49, 64), (200, 20)] {
      let memory = GuardedMemory(), compute = Compute(threads: 1, kernel: kernel)
      let attention = Attention(heads: 2, headSize: size), width = 2 * size
      let qkv = memory.matrix(length, 3 * width, &random), gradient = memory.matrix(length, width, &random)
      let context = memory.matrix(length, width), logSums = memory.matrix(length, 2)
      let out = memory.matrix(length, 3 * width)
      for dropout in [nil, Dropout(probability: 0.1, seed: 1, step: 1, site: 1)] {
        compute.attention(
          attention, qkv: qkv, boundaries: [0, length], dropout: dropout, into: context, logSums: logSums)
        compute.attentionBackward(
          attention, qkv: qkv, boundaries: [0, length], dropout: dropout, context: context, logSums: logSums,
          gradient: gradient, into: out)
      }
      #expect(out.toArray().allSatisfy { $0.isFinite })
      // The same with biases that reach just as far as the sequence.
      let shared = memory.matrix(2, 2 * length - 1, &random), perQuery = memory.matrix(length, 4 * length - 2, &random)
      for (table, bias) in [
        (shared, AttentionBias(shared: shared, center: length - 1)),
        (perQuery, AttentionBias(perQuery: perQuery, heads: 2, center: length - 1)),
      ] {
        for isCausal in [false, true] {
          let attention = Attention(heads: 2, headSize: size, mask: isCausal ? .causal : .full)
          compute.attention(
            attention, qkv: qkv, boundaries: [0, length], bias: bias, into: context, logSums: logSums)
          compute.attentionBackward(
            attention, qkv: qkv, boundaries: [0, length], bias: bias, context: context, logSums: logSums,
            gradient: gradient, biasGradient: memory.matrix(table.rows, table.columns), into: out)
          #expect(out.toArray().allSatisfy { $0.isFinite })
        }
      }
    }
  }

  @Test("Attention over windows, with heads that share keys and values", arguments: TileKernel.available)
  func windows(_ kernel: TileKernel) {
    var random = TestRandom(seed: 64)
    for (length, size, radius) in [(2, 5, 0), (13, 8, 2), (57, 20, 9), (79, 32, 3), (130, 20, 40), (400, 16, 64)] {
      let memory = GuardedMemory(), compute = Compute(threads: 1, kernel: kernel)
      let attention = Attention(heads: 4, keyValueHeads: 2, headSize: size, mask: .window(radius: radius))
      let qkv = memory.matrix(length, 8 * size, &random), gradient = memory.matrix(length, 4 * size, &random)
      let context = memory.matrix(length, 4 * size), logSums = memory.matrix(length, 4)
      let out = memory.matrix(length, 8 * size)
      for dropout in [nil, Dropout(probability: 0.1, seed: 1, step: 1, site: 1)] {
        compute.attention(
          attention, qkv: qkv, boundaries: [0, length], dropout: dropout, into: context, logSums: logSums)
        compute.attentionBackward(
          attention, qkv: qkv, boundaries: [0, length], dropout: dropout, context: context, logSums: logSums,
          gradient: gradient, into: out)
      }
      #expect(out.toArray().allSatisfy { $0.isFinite })
    }
  }

  @Test("Kernels along rows, of every remainder of the vectors", arguments: TileKernel.available)
  func rows(_ kernel: TileKernel) {
    let compute = Compute(threads: 1, kernel: kernel)
    var random = TestRandom(seed: 63)
    for width in 1...67 {
      let memory = GuardedMemory()
      let x = memory.matrix(2, width, &random), y = memory.matrix(2, width, &random), z = memory.matrix(2, width)
      let statistics = memory.matrix(2, 2), gamma = memory.matrix(1, width), beta = memory.matrix(1, width)
      let norm = LayerNorm(
        gamma: memory.matrix(1, width, &random), beta: memory.matrix(1, width, &random), epsilon: 1e-5)
      compute.layerNorm(norm, x, into: z, statistics: statistics)
      compute.layerNormBackward(norm, x: x, statistics: statistics, gradient: y, addingTo: gamma, beta)
      for isInterleaved in [false, true] {
        let rotary = Rotary(
          frequencies: Array(repeating: 0.5, count: width / 2), rotatedSize: width / 2 * 2, interleaved: isInterleaved,
          longest: 2)
        compute.rotate(rotary, z, heads: 1, boundaries: [0, 2])
      }
      let pair = memory.matrix(2, 2 * width, &random)
      for activation in [Activation.gelu, .geluTanh, .relu, .silu, .tanh] {
        compute.activate(activation, z)
        compute.activationBackward(activation, x: x, gradient: y)
        compute.gate(activation, pair, gateFirst: true, into: z)
        compute.gateBackward(activation, pair, gateFirst: true, gradient: y, into: pair)
      }
      compute.softmax(z)
      compute.softmaxBackward(y: z, gradient: y)
      compute.tanh(z)
      compute.apply(Dropout(probability: 0.5, seed: 4, step: 2, site: 3), to: x)
      compute.add(x, to: y)
      compute.apply(Dropout(probability: 0.5, seed: 4, step: 2, site: 5), to: y, into: z, addingColumnSumsTo: gamma)
      compute.addColumnSums(of: y, to: gamma)
      compute.gather([(x, [1, 0]), (y, [1, 1])], into: z)
      compute.scatterAdd(y, [0, 1], to: x)
      for pooling in [TokenPooling.first, .maximum, .mean] {
        compute.pool(pooling, x, boundaries: [0, 2], into: memory.matrix(1, width))
      }
      compute.normalizeRows(x)
      let step = AdamWStep(
        beta1: 0.9, beta2: 0.99, epsilon: 1e-8, stepSize: 0.1, secondCorrection: 0.5, decay: 0.99, gradientScale: 0.5)
      let first = memory.matrix(2, width), second = memory.matrix(2, width)
      compute.adamW(step, value: x, gradient: y, first: first, second: second)
      compute.adamW(step, value: gamma, gradient: beta, first: memory.matrix(1, width), second: memory.matrix(1, width))
      #expect(compute.sumOfSquares(x).isFinite && compute.sumOfSquares(y).isFinite)
    }
  }
}
