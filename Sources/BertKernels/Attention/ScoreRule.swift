/// How the products Q·Kᵀ become the input of softmax: scale, bias, terms of distances and mask.
struct ScoreRule {
  /// The factor that softmax applies to the scores: 1 with a bias, as the scores are then scaled before it is added.
  let scale: Float
  let bias: AttentionBias?
  let distances: DistanceTerms?
  let mask: AttentionMask
  private let scoreScale: Float

  init(_ attention: Attention, bias: AttentionBias?, distances: DistanceTerms?) {
    precondition(bias == nil || distances == nil, "a bias is added after scaling, terms of distances before it")
    scoreScale = attention.scale
    scale = bias == nil ? attention.scale : 1
    self.bias = bias
    self.distances = distances
    mask = attention.mask
  }

  /// Whether the mask hides some keys of a sequence of n tokens from some of its queries.
  func hides(_ n: Int) -> Bool { mask == .causal || mask.radius(of: n) != nil }

  /// The keys of a block, counted from its first, that its first query sees, in a sequence of n tokens; for each next
  /// query, both ends are one greater. They may lie outside the block.
  func seen(query: Int, key: Int, count: Int, of n: Int) -> Range<Int> {
    switch mask {
    case .full: return -AttentionBlocks.mostQueries..<count
    case .causal: return min(0, query + 1 - key) - AttentionBlocks.mostQueries..<query + 1 - key
    case .window:
      // Where nothing is hidden, the radius may be any number.
      guard let radius = mask.radius(of: n) else { return -AttentionBlocks.mostQueries..<count }
      return query - key - radius..<query - key + radius + 1
    }
  }

  /// The range of the n keys that is computed for a block of queries. It begins where a packed panel of keys and a
  /// group of dropout's random numbers begin, and has a multiple of 12 keys, or ends with the last.
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

  /// With a bias, scores := scores·scale + bias; with terms of distances, scores := scores + terms; for `count` keys
  /// from `key` on and `rows` queries from `query` on.
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
