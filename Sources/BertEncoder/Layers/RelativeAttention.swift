import BertKernels
import BertText
import Foundation

/// Attention with terms for contents, distances and segments (Dai et al., arXiv 1901.02860, section 3.3; Yang et al.,
/// arXiv 1906.08237, section 2.4):
///
///     score(i, j) = ((qᵢ + u)·kⱼ + (qᵢ + v)·r(i − j) + (qᵢ + w)·s(tᵢ = tⱼ))·scale
///
/// The first term is ordinary attention with u added to the queries. The others become a bias of the scores by query
/// and distance, computed for one sequence at a time. Of s only the difference "another − same" matters: the rest is
/// equal for all keys of a query and cancels in softmax.
final class RelativeAttention {
  /// The projection of the sinusoids of distances to the keys r.
  let distanceKey: Linear
  /// u, v and w, `[1, H]` each, and s, `[2, H]`: same, another.
  let contentBias, distanceBias, segmentBias, segments: ParameterBlock

  init(_ names: LayerNames.Relative, _ configuration: EncoderConfiguration, layers: Int) {
    distanceKey = Linear([names.distanceKey], layers: layers)
    contentBias = ParameterBlock([names.contentBias], layers: layers)
    distanceBias = ParameterBlock([names.distanceBias], layers: layers)
    segmentBias = ParameterBlock([names.segmentBias], layers: layers)
    segments = ParameterBlock([names.segmentKeys], layers: layers)
  }

  /// The parameters except those of ``distanceKey``.
  var blocks: [ParameterBlock] { [contentBias, distanceBias, segmentBias, segments] }

  /// Sinusoids of the distances n, n − 1, …, 1 − n, `[2n, H]` in the arena: sines, then cosines.
  static func distances(longest: Int, _ configuration: EncoderConfiguration, _ arena: Arena) -> Matrix {
    let half = configuration.hiddenSize / 2
    let table = arena.matrix(rows: 2 * longest, columns: 2 * half)
    let limit = configuration.clampLength ?? .max
    // In single precision where PyTorch computes in it.
    let frequencies = (0..<half).map { 1 / powf(10000, Float(2 * $0) / Float(configuration.hiddenSize)) }
    for row in 0..<table.rows {
      let distance = Float(max(-limit, min(limit, longest - row)))
      for (column, frequency) in frequencies.enumerated() {
        table[row, column] = Float(sin(Double(distance * frequency)))
        table[row, half + column] = Float(cos(Double(distance * frequency)))
      }
    }
    return table
  }

  /// context := attention of each sequence. The queries in `qkv` `[T, 3H]` get u added.
  func forward(
    _ attention: Attention, qkv: Matrix, _ run: LayerContext, dropout: Dropout?, into context: Matrix,
    logSums: Matrix?, _ compute: Compute
  ) {
    guard let distances = run.distances else { return }
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let queries = qkv.columns(0..<qkv.columns / 3)
    compute.shift(queries, by: contentBias.value, scale: 1, into: queries)
    let keys = distanceKeys(distances, compute)
    for (first, end) in zip(run.boundaries, run.boundaries.dropFirst()) {
      let inner = arena.mark
      let terms = Terms(self, attention, queries: queries.rows(first..<end), keys, run.types(first..<end), compute)
      compute.attention(
        attention, qkv: qkv, boundaries: [first, end], bias: terms.bias, dropout: dropout, into: context,
        logSums: logSums)
      arena.release(inner)
    }
  }

  func distanceKeys(_ distances: Matrix, _ compute: Compute) -> Matrix {
    let keys = compute.arena.matrix(rows: distances.rows, columns: distanceKey.outputSize)
    distanceKey.forward(distances, into: keys, .store, compute)
    return keys
  }

  /// a − b, `[1, H]` in the arena.
  func difference(_ a: Matrix, _ b: Matrix, _ arena: Arena) -> Matrix {
    let row = arena.matrix(rows: 1, columns: a.columns)
    for j in 0..<a.columns { row[0, j] = a[0, j] - b[0, j] }
    return row
  }
}

extension RelativeAttention {
  /// The terms of distance and segment for one sequence of n tokens, in the arena.
  struct Terms {
    let bias: AttentionBias
    /// `[n, A·2n]`
    let table: Matrix
    /// `[2n, H]`: the keys of the distances n … 1 − n.
    let keys: Matrix
    let keyRows: Range<Int>
    /// (q + v)·scale and (q + w)·scale, `[n, H]`.
    let distanceQueries, segmentQueries: Matrix
    /// s(another) − s(same), `[1, H]`.
    let segmentKey: Matrix
    let hasSegments: Bool

    /// - Parameters:
    ///   - queries: q + u, `[n, H]`.
    ///   - allKeys: The keys of the distances of the longest sequence, `[2·longest, H]`.
    ///   - types: `[n]`.
    init(
      _ layer: RelativeAttention, _ attention: Attention, queries: Matrix, _ allKeys: Matrix, _ types: [Int32],
      _ compute: Compute
    ) {
      let arena = compute.arena, n = queries.rows, longest = allKeys.rows / 2, d = attention.headSize
      keyRows = longest - n..<longest + n
      keys = allKeys.rows(keyRows)
      distanceQueries = arena.matrix(rows: n, columns: queries.columns)
      segmentQueries = arena.matrix(rows: n, columns: queries.columns)
      table = arena.matrix(rows: n, columns: attention.heads * 2 * n)
      segmentKey = layer.difference(layer.segments.value.rows(1..<2), layer.segments.value.rows(0..<1), arena)
      hasSegments = types.contains { $0 != types[0] }
      bias = AttentionBias(perQuery: table, heads: attention.heads, center: n)
      let content = layer.contentBias.value
      let towardsDistances = layer.difference(layer.distanceBias.value, content, arena)
      compute.shift(queries, by: towardsDistances, scale: attention.scale, into: distanceQueries)
      for head in 0..<attention.heads {
        compute.multiply(
          distanceQueries.columns(head * d..<(head + 1) * d).operand, keys.columns(head * d..<(head + 1) * d).transpose,
          into: table.columns(head * 2 * n..<(head + 1) * 2 * n))
      }
      guard hasSegments else { return }
      let towardsSegments = layer.difference(layer.segmentBias.value, content, arena)
      compute.shift(queries, by: towardsSegments, scale: attention.scale, into: segmentQueries)
      let strengths = arena.matrix(rows: n, columns: attention.heads)
      compute.headProducts(segmentQueries, segmentKey, into: strengths)
      compute.addSegmentBias(strengths, types: types, to: table, center: n)
    }
  }
}

extension LayerContext {
  func types(_ range: Range<Int>) -> [Int32] { Array(batch.typeIDs[range]) }
}
