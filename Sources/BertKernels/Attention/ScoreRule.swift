/// How scores become what softmax is taken of.
struct ScoreRule {
  /// Factor of the products that is left to softmax: 1 where there is a bias, before which it is applied.
  let scale: Float
  let bias: AttentionBias?
  /// Whether a token sees only itself and those before it.
  let isCausal: Bool
  private let scoreScale: Float

  init(_ attention: Attention, bias: AttentionBias?) {
    scoreScale = attention.scale
    scale = bias == nil ? attention.scale : 1
    self.bias = bias
    isCausal = attention.isCausal
  }

  /// Keys of a block that its first query sees; each query behind sees one more, up to all of them. May be 0 or less.
  func seen(query: Int, key: Int, count: Int) -> Int { isCausal ? query + 1 - key : count }

  /// Keys that a block of queries meets, of n, where `end` is the first query behind it: whole tiles down, as blocks of
  /// queries are, or all.
  func keyEnd(_ count: Int, queryEnd end: Int) -> Int { isCausal ? end : count }

  /// scores := scores·scale + bias for `count` keys from `key` on and several queries, where there is a bias.
  func prepare(
    _ scores: UnsafeMutablePointer<Float>, stride: Int, rows: Int, _ job: AttentionJob, query: Int, key: Int,
    count: Int, _ kernels: any RowKernels.Type
  ) {
    guard let bias else { return }
    kernels.scaleAndAddRows(
      scores, stride: stride, scale: scoreScale, bias.row(job, query: query) + key, stride: bias.rowStride, rows: rows,
      count)
  }
}
