import BertKernels
import Testing

/// What distances add to the scores, far ones sharing a column, against the definition in double precision.
@Suite struct DistanceTermsTests {
  private static let heads = 2, headSize = 12, width = 24

  /// Columns of distances that are told apart up to 5 only, and then in pairs up to 9: key − query from 1 − n to n − 1.
  private static func indices(longest n: Int) -> [Int32] {
    (1 - n..<n).map { distance in
      let length = abs(distance), bucket = length <= 5 ? length : min(8, 5 + (length - 4) / 2)
      return Int32(8 + (distance < 0 ? -bucket : bucket))
    }
  }

  /// Tables of some tokens, with what the definition adds.
  private struct Terms {
    let tables: DistanceTerms.Tables
    let columns: DistanceColumns
    let indices: [Int32]
    let tokens: Range<Int>
    let boundaries: [Int]
    let scale: Double

    var distances: DistanceTerms { DistanceTerms(tables, columns: columns, tokens: tokens) }

    /// Row and column of both numbers of a token, a head, and a key within the sequence.
    func places(_ token: Int, _ head: Int, _ key: Int) -> (query: (Int, Int), key: (Int, Int)) {
      let first = boundaries.last { $0 <= token } ?? 0
      let column = Int(indices[indices.count / 2 + key - (token - first)])
      func row(_ token: Int) -> Int { head * tokens.count + token - tokens.lowerBound }
      return ((row(token), column), (row(first + key), column))
    }

    func bias(_ token: Int, _ head: Int, _ key: Int) -> Double {
      let (query, own) = places(token, head, key)
      let terms = (tables.queries?[query.0, query.1] ?? 0, tables.keys?[own.0, own.1] ?? 0)
      return scale * (Double(terms.0) + Double(terms.1))
    }
  }

  /// - Parameter kind: 0 both terms, 1 the queries', 2 the keys'.
  private static func terms(_ boundaries: [Int], _ kind: Int, _ random: inout TestRandom) -> Terms {
    let tokens = boundaries[0]..<boundaries[boundaries.count - 1], rows = heads * tokens.count
    let longest = zip(boundaries, boundaries.dropFirst()).map { $1 - $0 }.max() ?? 1
    let indices = indices(longest: longest), columns = DistanceColumns(indices)
    func table() -> Matrix { random.matrix(rows, columns.count + 3, scale: 2).columns(0..<columns.count) }
    return Terms(
      tables: DistanceTerms.Tables(queries: kind == 2 ? nil : table(), keys: kind == 1 ? nil : table()),
      columns: columns, indices: indices, tokens: tokens, boundaries: boundaries,
      scale: 1 / Double(headSize).squareRoot())
  }

  /// Lengths that leave remainders, among them some shorter than what is told apart, and one of several key blocks.
  private static let boundaries = [3, 4, 6, 23, 88, 396]

  @Test("Forward equals the definition, the same at any number of threads", arguments: [0, 1, 2])
  func forward(kind: Int) {
    var random = TestRandom(seed: 31)
    let tokens = 400, qkv = random.matrix(tokens, 3 * Self.width, scale: 2)
    let terms = Self.terms(Self.boundaries, kind, &random)
    let expected = NaiveAttention.forward(
      heads: Self.heads, headSize: Self.headSize, qkv: qkv, boundaries: Self.boundaries, bias: terms.bias)
    let results = TileKernel.available.flatMap { kernel in
      [1, 2, 3].map { threads -> [Float] in
        let context = Matrix(rows: tokens, columns: Self.width)
        Compute(threads: threads, kernel: kernel).attention(
          Attention(heads: Self.heads, headSize: Self.headSize), qkv: qkv, boundaries: Self.boundaries,
          distances: terms.distances, into: context)
        return context.toArray()
      }
    }
    expectClose(results[0], expected.map { Float($0) }, tolerance: 3e-6)
    for result in results { #expect(result.map(\.bitPattern) == results[0].map(\.bitPattern)) }
  }

  @Test("Backward equals the definition, the same at any number of threads", arguments: [0, 1, 2])
  func backward(kind: Int) {
    var random = TestRandom(seed: 32)
    let boundaries = [0, 5, 102, 311], tokens = 311
    let qkv = random.matrix(tokens, 3 * Self.width), gradient = random.matrix(tokens, Self.width)
    let terms = Self.terms(boundaries, kind, &random), width = terms.columns.count
    let dropout = Dropout(probability: 0.2, seed: 6, step: 1, site: 4)
    let mask = Matrix(rows: Self.heads * tokens, columns: 209)
    mask.fill(1)
    Compute(threads: 1).apply(dropout, to: mask)
    var querySlopes = Array(repeating: 0.0, count: Self.heads * tokens * width), keySlopes = querySlopes
    let expected = NaiveAttention.backward(
      heads: Self.heads, headSize: Self.headSize, qkv: qkv, boundaries: boundaries, gradient: gradient,
      bias: terms.bias, factors: { Double(mask[$1 * tokens + $0, $2]) },
      biasGradient: { token, head, key, slope in
        let places = terms.places(token, head, key)
        querySlopes[places.query.0 * width + places.query.1] += slope
        keySlopes[places.key.0 * width + places.key.1] += slope
      })
    let attention = Attention(heads: Self.heads, headSize: Self.headSize)
    let results = TileKernel.available.flatMap { kernel in
      [1, 2, 5].map { threads -> [[Float]] in
        let compute = Compute(threads: threads, kernel: kernel)
        let context = Matrix(rows: tokens, columns: Self.width), logSums = Matrix(rows: tokens, columns: Self.heads)
        let out = Matrix(rows: tokens, columns: 3 * Self.width)
        // What stands there before is overwritten.
        func filled(_ table: Matrix?) -> Matrix? {
          table.map { table in
            let gradient = Matrix(rows: table.rows, columns: table.columns)
            gradient.fill(7)
            return gradient
          }
        }
        let gradients = DistanceTerms.Tables(
          queries: filled(terms.tables.queries), keys: filled(terms.tables.keys))
        compute.attention(
          attention, qkv: qkv, boundaries: boundaries, distances: terms.distances, dropout: dropout, into: context,
          logSums: logSums)
        compute.attentionBackward(
          attention, qkv: qkv, boundaries: boundaries, distances: terms.distances, dropout: dropout,
          context: context, logSums: logSums, gradient: gradient, distanceGradients: gradients, into: out)
        return [out.toArray(), gradients.queries?.toArray() ?? [], gradients.keys?.toArray() ?? []]
      }
    }
    expectClose(results[0][0], expected.map { Float($0) }, tolerance: 1e-5)
    if kind != 2 { expectClose(results[0][1], querySlopes.map { Float($0) }, tolerance: 1e-5) }
    if kind != 1 { expectClose(results[0][2], keySlopes.map { Float($0) }, tolerance: 1e-5) }
    for result in results { #expect(result.map { $0.map(\.bitPattern) } == results[0].map { $0.map(\.bitPattern) }) }
  }

  @Test("Some of the sequences have what all have together")
  func partOfTheBatch() {
    var random = TestRandom(seed: 33)
    let qkv = random.matrix(120, 3 * Self.width, scale: 2)
    let whole = Self.terms([0, 50, 90, 120], 0, &random)
    let compute = Compute(threads: 2), attention = Attention(heads: Self.heads, headSize: Self.headSize)
    let contexts = [Matrix(rows: 120, columns: Self.width), Matrix(rows: 120, columns: Self.width)]
    compute.attention(
      attention, qkv: qkv, boundaries: [0, 50, 90, 120], distances: whole.distances, into: contexts[0])
    for boundaries in [[0, 50], [50, 90, 120]] {
      compute.attention(
        attention, qkv: qkv, boundaries: boundaries, distances: whole.distances, into: contexts[1])
    }
    #expect(contexts[0].toArray() == contexts[1].toArray())
  }
}
