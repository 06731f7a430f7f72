/// How scores become what softmax is taken of.
struct ScoreRule {
  /// Factor of the products that is left to softmax: 1 where there is a bias, before which it is applied.
  let scale: Float
  let bias: AttentionBias?
  let distances: DistanceTerms?
  let mask: AttentionMask
  private let scoreScale: Float

  init(_ attention: Attention, bias: AttentionBias?, distances: DistanceTerms?) {
    precondition(bias == nil || distances == nil, "a bias stands behind the scale, terms of distances before it")
    scoreScale = attention.scale
    scale = bias == nil ? attention.scale : 1
    self.bias = bias
    self.distances = distances
    mask = attention.mask
  }

  /// Whether some queries of a sequence of n tokens do not meet some of its keys.
  func hides(_ n: Int) -> Bool { mask == .causal || mask.radius(of: n) != nil }

  /// Keys of a block, in a sequence of n tokens, that its first query sees; for each query behind, both ends are one
  /// further. They may lie outside the block.
  func seen(query: Int, key: Int, count: Int, of n: Int) -> Range<Int> {
    switch mask {
    case .full: return -AttentionBlocks.mostQueries..<count
    case .causal: return min(0, query + 1 - key) - AttentionBlocks.mostQueries..<query + 1 - key
    case .window:
      // Where nothing is hidden the radius may be any number.
      guard let radius = mask.radius(of: n) else { return -AttentionBlocks.mostQueries..<count }
      return query - key - radius..<query - key + radius + 1
    }
  }

  /// Keys that a block of queries meets, of n. The first is one at which panels of the keys and the random numbers of
  /// dropout begin; from there on they are whole tiles down, as blocks of queries are, up to the last.
  func keys(of queries: Range<Int>, count n: Int) -> Range<Int> {
    switch mask {
    case .full: return 0..<n
    case .causal: return 0..<queries.upperBound
    case .window:
      guard let radius = mask.radius(of: n) else { return 0..<n }
      let first = max(0, queries.lowerBound - radius) / 32 * 32
      return first..<min(n, first + (queries.upperBound + radius - first + 11) / 12 * 12)
    }
  }

  /// scores := scores·scale + bias for `count` keys from `key` on and several queries, where there is a bias; or scores +
  /// the terms of distances, where there are some.
  func prepare(
    _ scores: UnsafeMutablePointer<Float>, stride: Int, rows: Int, _ job: AttentionJob, query: Int, key: Int,
    count: Int, _ kernels: any RowKernels.Type
  ) {
    distances?.add(to: scores, stride: stride, rows: rows, job, query: query, key: key, count: count)
    guard let bias else { return }
    kernels.scaleAndAddRows(
      scores, stride: stride, scale: scoreScale, bias.row(job, query: query) + key, stride: bias.rowStride, rows: rows,
      count)
  }
}
