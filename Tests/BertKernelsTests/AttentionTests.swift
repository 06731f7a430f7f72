import BertKernels
import Foundation
import Testing

@Suite struct AttentionTests {
  /// Lengths that leave remainders of queries, keys and lanes, and one that takes several key blocks.
  private static let boundaries = [0, 1, 3, 20, 20, 81, 389]

  @Test("Forward equals the definition in double precision", arguments: [(5, 12), (2, 32), (3, 64), (1, 7)])
  func forward(heads: Int, headSize: Int) {
    var random = TestRandom(seed: 7)
    let tokens = Self.boundaries[Self.boundaries.count - 1], width = heads * headSize
    let qkv = random.matrix(tokens, 3 * width, scale: 2), context = Matrix(rows: tokens, columns: width)
    let expected = NaiveAttention.forward(heads: heads, headSize: headSize, qkv: qkv, boundaries: Self.boundaries)
    let results = TileKernel.available.flatMap { kernel in
      [1, 2, 3].map { threads -> [Float] in
        Compute(threads: threads, kernel: kernel).attention(
          Attention(heads: heads, headSize: headSize), qkv: qkv, boundaries: Self.boundaries, into: context)
        return context.toArray()
      }
    }
    expectClose(results[0], expected.map { Float($0) }, tolerance: 3e-6)
    for result in results { #expect(result.map(\.bitPattern) == results[0].map(\.bitPattern)) }
  }

  @Test("What forward keeps is log Σ exp(score) of each token and head", arguments: TileKernel.available)
  func logSums(_ kernel: TileKernel) {
    var random = TestRandom(seed: 10)
    let heads = 2, size = 16, boundaries = [0, 1, 24, 300], width = heads * size
    let qkv = random.matrix(300, 3 * width, scale: 2), kept = Matrix(rows: 300, columns: heads)
    Compute(threads: 2, kernel: kernel).attention(
      Attention(heads: heads, headSize: size), qkv: qkv, boundaries: boundaries,
      into: Matrix(rows: 300, columns: width), logSums: kept)
    for (first, end) in zip(boundaries, boundaries.dropFirst()) {
      for token in first..<end {
        for head in 0..<heads {
          let total = (first..<end).reduce(0.0) { total, key in
            total
              + exp(
                (0..<size).reduce(0.0) {
                  $0 + Double(qkv[token, head * size + $1]) * Double(qkv[key, width + head * size + $1])
                } / 4)
          }
          #expect(abs(Double(kept[token, head]) - log(total)) < 4e-6)
        }
      }
    }
  }

  @Test("Scores far apart do not overflow, and a block of small ones before a large one is corrected")
  func largeScores() {
    let tokens = 300, headSize = 8
    let qkv = Matrix(rows: tokens, columns: 3 * headSize)
    for token in 0..<tokens {
      qkv[token, 0] = 40
      qkv[token, headSize] = Float(token) - 150
      for j in 0..<headSize { qkv[token, 2 * headSize + j] = Float(token * (j + 1)) / 100 }
    }
    let context = Matrix(rows: tokens, columns: headSize)
    Compute(threads: 1).attention(
      Attention(heads: 1, headSize: headSize), qkv: qkv, boundaries: [0, tokens], into: context)
    let expected = NaiveAttention.forward(heads: 1, headSize: headSize, qkv: qkv, boundaries: [0, tokens])
    expectClose(context.toArray(), expected.map { Float($0) }, tolerance: 2e-4)
  }

  @Test("Backward equals central differences of the definition, with and without dropout", arguments: [Float(0), 0.3])
  func backward(probability: Float) {
    let heads = 2, headSize = 12, width = 24, boundaries = [0, 1, 6, 40]
    var random = TestRandom(seed: 8)
    let qkv = random.matrix(40, 3 * width), gradient = random.matrix(40, width)
    let dropout = Dropout(probability: probability, seed: 5, step: 3, site: 2)
    let context = Matrix(rows: 40, columns: width), logSums = Matrix(rows: 40, columns: heads)
    let qkvGradient = Matrix(rows: 40, columns: 3 * width)
    let compute = Compute(threads: 2), attention = Attention(heads: heads, headSize: headSize)
    compute.attention(
      attention, qkv: qkv, boundaries: boundaries, dropout: dropout, into: context, logSums: logSums)
    compute.attentionBackward(
      attention, qkv: qkv, boundaries: boundaries, dropout: dropout, context: context, logSums: logSums,
      gradient: gradient, into: qkvGradient)

    // The mask as the kernels draw it, read off by dropping a matrix of ones: row = head · T + token, column = key.
    let mask = Matrix(rows: heads * 40, columns: 48)
    mask.fill(1)
    compute.apply(dropout, to: mask)
    func loss() -> Double {
      let out = NaiveAttention.forward(
        heads: heads, headSize: headSize, qkv: qkv, boundaries: boundaries,
        factors: { token, head, key in Double(mask[head * 40 + token, key]) })
      return zip(out, gradient.toArray()).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    for index in Swift.stride(from: 0, to: 40 * 3 * width, by: 37) {
      let row = index / (3 * width), column = index % (3 * width), value = qkv[row, column]
      qkv[row, column] = value + 1 / 256
      let above = loss()
      qkv[row, column] = value - 1 / 256
      let slope = (above - loss()) * 128
      qkv[row, column] = value
      #expect(abs(Double(qkvGradient[row, column]) - slope) < 2e-4, "at \(row), \(column)")
    }
  }

  /// A bias by distance, and by distance and query, for sequences of up to `longest` tokens.
  private static func biases(heads: Int, longest: Int, _ random: inout TestRandom) -> [(
    table: Matrix, bias: AttentionBias
  )] {
    let shared = random.matrix(heads, 2 * longest - 1), perQuery = random.matrix(longest, heads * 2 * longest)
    return [
      (shared, AttentionBias(shared: shared, center: longest - 1)),
      (perQuery, AttentionBias(perQuery: perQuery, heads: heads, center: longest)),
    ]
  }

  @Test(
    "With a bias by distance, or what follows hidden: forward equals the definition", arguments: [false, true], [0, 1])
  func biasedForward(isCausal: Bool, kind: Int) {
    var random = TestRandom(seed: 17)
    let heads = 2, headSize = 12, longest = 308
    // A table for each query belongs to a single sequence.
    let boundaries = kind == 0 ? [0, 1, 18, 308 + 18] : [0, 308]
    let tokens = boundaries[boundaries.count - 1]
    let (table, bias) = Self.biases(heads: heads, longest: longest, &random)[kind]
    let qkv = random.matrix(tokens, 3 * heads * headSize, scale: 2)
    let expected = NaiveAttention.forward(
      heads: heads, headSize: headSize, qkv: qkv, boundaries: boundaries, mask: isCausal ? .causal : .full
    ) { token, head, key in
      let query = token - (boundaries.last { $0 <= token } ?? 0), distance = key - query
      return Double(
        kind == 0 ? table[head, longest - 1 + distance] : table[query, head * 2 * longest + longest + distance])
    }
    let results = TileKernel.available.flatMap { kernel in
      [1, 3].map { threads -> [Float] in
        let context = Matrix(rows: tokens, columns: heads * headSize)
        Compute(threads: threads, kernel: kernel).attention(
          Attention(heads: heads, headSize: headSize, mask: isCausal ? .causal : .full), qkv: qkv,
          boundaries: boundaries,
          bias: bias, into: context)
        return context.toArray()
      }
    }
    expectClose(results[0], expected.map { Float($0) }, tolerance: 3e-6)
    for result in results { #expect(result.map(\.bitPattern) == results[0].map(\.bitPattern)) }
  }

  @Test(
    "With a bias, causal or not: backward equals central differences of the definition", arguments: [false, true],
    [0, 1])
  func biasedBackward(isCausal: Bool, kind: Int) {
    var random = TestRandom(seed: 18)
    let heads = 2, headSize = 12, width = 24, longest = 34, tokens = 34 + (kind == 0 ? 6 : 0)
    let boundaries = kind == 0 ? [0, 1, 6, 40] : [0, 34]
    let (table, bias) = Self.biases(heads: heads, longest: longest, &random)[kind]
    let qkv = random.matrix(tokens, 3 * width), gradient = random.matrix(tokens, width)
    let context = Matrix(rows: tokens, columns: width), logSums = Matrix(rows: tokens, columns: heads)
    let qkvGradient = Matrix(rows: tokens, columns: 3 * width)
    let gathered = Matrix(
      rows: kind == 0 ? (boundaries.count - 1) * heads : table.rows, columns: table.columns)
    let compute = Compute(threads: 2)
    let attention = Attention(heads: heads, headSize: headSize, mask: isCausal ? .causal : .full)
    compute.attention(
      attention, qkv: qkv, boundaries: boundaries, bias: bias, into: context, logSums: logSums)
    compute.attentionBackward(
      attention, qkv: qkv, boundaries: boundaries, bias: bias, context: context, logSums: logSums, gradient: gradient,
      biasGradient: gathered, into: qkvGradient)
    var biasGradient = gathered
    if kind == 0 {
      biasGradient = Matrix(rows: table.rows, columns: table.columns)
      compute.sumBiasGradients(gathered, heads: heads, into: biasGradient)
    }
    func loss() -> Double {
      let out = NaiveAttention.forward(
        heads: heads, headSize: headSize, qkv: qkv, boundaries: boundaries, mask: isCausal ? .causal : .full,
        bias: { token, head, key in
          let query = token - (boundaries.last { $0 <= token } ?? 0), distance = key - query
          return Double(
            kind == 0 ? table[head, longest - 1 + distance] : table[query, head * 2 * longest + longest + distance])
        })
      return zip(out, gradient.toArray()).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    for (values, slopes, step) in [(qkv, qkvGradient, 61), (table, biasGradient, kind == 0 ? 3 : 113)] {
      for index in Swift.stride(from: 0, to: values.count, by: step) {
        let row = index / values.columns, column = index % values.columns, value = values[row, column]
        values[row, column] = value + 1 / 256
        let above = loss()
        values[row, column] = value - 1 / 256
        let slope = (above - loss()) * 128
        values[row, column] = value
        #expect(abs(Double(slopes[row, column]) - slope) < 2e-4, "at \(row), \(column)")
      }
    }
  }

  @Test(
    "With a bias, causal or not, over several blocks: backward equals the definition, the same at any number of threads",
    arguments: [false, true], [0, 1, 2])
  func ruledBackward(isCausal: Bool, kind: Int) {
    var random = TestRandom(seed: 19)
    let heads = 2, headSize = 20, width = 40, longest = 209
    // A table for each query belongs to a single sequence; 2 is none at all.
    let boundaries = kind == 1 ? [0, 209] : [0, 5, 102, 311], tokens = boundaries[boundaries.count - 1]
    let (table, bias) = Self.biases(heads: heads, longest: longest, &random)[kind % 2]
    let qkv = random.matrix(tokens, 3 * width), gradient = random.matrix(tokens, width)
    let dropout = Dropout(probability: 0.2, seed: 6, step: 1, site: 4)
    let mask = Matrix(rows: heads * tokens, columns: longest)
    mask.fill(1)
    Compute(threads: 1).apply(dropout, to: mask)
    func place(_ token: Int, _ head: Int, _ key: Int) -> Int {
      let query = token - (boundaries.last { $0 <= token } ?? 0), distance = key - query
      return kind == 1
        ? (query * heads + head) * 2 * longest + longest + distance
        : head * table.columns + longest - 1 + distance
    }
    let biases = kind == 2 ? Array(repeating: 0, count: table.count) : table.toArray()
    var biasSlopes = Array(repeating: 0.0, count: table.count)
    let expected = NaiveAttention.backward(
      heads: heads, headSize: headSize, qkv: qkv, boundaries: boundaries, gradient: gradient,
      mask: isCausal ? .causal : .full,
      bias: { Double(biases[place($0, $1, $2)]) }, factors: { Double(mask[$1 * tokens + $0, $2]) },
      biasGradient: { biasSlopes[place($0, $1, $2)] += $3 })

    let attention = Attention(heads: heads, headSize: headSize, mask: isCausal ? .causal : .full)
    let results = TileKernel.available.flatMap { kernel in
      [1, 2, 5].map { threads -> (qkv: [Float], bias: [Float]) in
        let compute = Compute(threads: threads, kernel: kernel), bias = kind == 2 ? nil : bias
        let context = Matrix(rows: tokens, columns: width), logSums = Matrix(rows: tokens, columns: heads)
        let out = Matrix(rows: tokens, columns: 3 * width)
        let gathered = Matrix(
          rows: kind == 0 ? (boundaries.count - 1) * heads : table.rows, columns: table.columns)
        compute.attention(
          attention, qkv: qkv, boundaries: boundaries, bias: bias, dropout: dropout, into: context, logSums: logSums)
        compute.attentionBackward(
          attention, qkv: qkv, boundaries: boundaries, bias: bias, dropout: dropout, context: context,
          logSums: logSums, gradient: gradient, biasGradient: gathered, into: out)
        guard kind == 0 else { return (out.toArray(), gathered.toArray()) }
        let total = Matrix(rows: table.rows, columns: table.columns)
        compute.sumBiasGradients(gathered, heads: heads, into: total)
        return (out.toArray(), total.toArray())
      }
    }
    expectClose(results[0].qkv, expected.map { Float($0) }, tolerance: 1e-5)
    if kind < 2 { expectClose(results[0].bias, biasSlopes.map { Float($0) }, tolerance: 1e-5) }
    for result in results {
      #expect(result.qkv.map(\.bitPattern) == results[0].qkv.map(\.bitPattern))
      #expect(result.bias.map(\.bitPattern) == results[0].bias.map(\.bitPattern))
    }
  }

  @Test("Backward: the same bytes at any number of threads and with every tile, over several key blocks")
  func backwardIsDeterministic() {
    var random = TestRandom(seed: 9)
    let tokens = 600, width = 32, boundaries = [0, 17, 560, 600]
    let qkv = random.matrix(tokens, 3 * width), gradient = random.matrix(tokens, width)
    let computes = TileKernel.available.flatMap { kernel in
      [1, 2, 3, 16].map { Compute(threads: $0, kernel: kernel) }
    }
    let results = computes.map { compute -> [UInt32] in
      let attention = Attention(heads: 2, headSize: 16)
      let context = Matrix(rows: tokens, columns: width), logSums = Matrix(rows: tokens, columns: 2)
      let out = Matrix(rows: tokens, columns: 3 * width)
      compute.attention(attention, qkv: qkv, boundaries: boundaries, into: context, logSums: logSums)
      compute.attentionBackward(
        attention, qkv: qkv, boundaries: boundaries, context: context, logSums: logSums, gradient: gradient, into: out)
      return out.toArray().map(\.bitPattern)
    }
    for result in results { #expect(result == results[0]) }
  }
}
