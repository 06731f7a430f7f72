import Foundation

extension Compute {
  /// context := softmax(Q·Kᵀ·scale + bias)·V for each sequence and head.
  ///
  /// - Parameters:
  ///   - qkv: Queries, keys and values side by side, `[T, 3H]`.
  ///   - boundaries: First token of each sequence, then T; `[B + 1]`.
  ///   - bias: Added to the scaled scores.
  ///   - dropout: Applied to the probabilities.
  ///   - context: `[T, H]`, overwritten.
  ///   - logSums: log Σ exp(score) of each token and head, `[T, A]`, for backward where given.
  package func attention(
    _ attention: Attention, qkv: Matrix, boundaries: [Int], bias: AttentionBias? = nil, dropout: Dropout? = nil,
    into context: Matrix, logSums: Matrix? = nil
  ) {
    precondition(qkv.columns == 3 * attention.width && context.columns == attention.width)
    let jobs = attention.jobs(boundaries: boundaries, threads: threads)
    let longest = zip(boundaries, boundaries.dropFirst()).map { $1 - $0 }.max() ?? 0
    bias?.check(attention, longest: longest)
    let rule = ScoreRule(attention, bias: bias)
    reserveScratch(ForwardScratch.count(attention, kernel.shape, longest: longest))
    forParts(jobs.count) { part in
      let scratch = ForwardScratch(attention, kernel.shape, longest: longest, in: scratch(of: part))
      for job in jobs[part] {
        forward(attention, rule, job, qkv: qkv, dropout: dropout, into: context, logSums: logSums, scratch)
      }
    }
  }

  /// One sequence and head.
  private func forward(
    _ attention: Attention, _ rule: ScoreRule, _ job: AttentionJob, qkv: Matrix, dropout: Dropout?,
    into context: Matrix, logSums: Matrix?, _ scratch: ForwardScratch
  ) {
    let d = attention.headSize, padded = kernel.shape.paddedColumns(attention.headSize), blocks = attention.blocks
    let base = qkv.row(job.first) + job.head * d
    let queries = StridedView(pointer: base, rowStride: qkv.stride, columnStride: 1)
    let keys = StridedView(pointer: base + attention.width, rowStride: 1, columnStride: qkv.stride)  // Kᵀ
    let values = StridedView(pointer: base + 2 * attention.width, rowStride: qkv.stride, columnStride: 1)
    kernel.shape.packB(keys, step: 0, depth: d, column: 0, columns: job.count, into: scratch.keys)
    for key in stride(from: 0, to: job.count, by: blocks.keys) {
      let depth = min(blocks.keys, job.count - key)
      kernel.shape.packB(values, step: key, depth: depth, column: 0, columns: d, into: scratch.values + key * padded)
    }
    for query in stride(from: 0, to: job.count, by: blocks.queries) {
      let rows = min(blocks.queries, job.count - query)
      for row in 0..<rows {
        scratch.maxima[row] = -.infinity
        scratch.sums[row] = 0
      }
      for key in stride(from: 0, to: rule.keyEnd(job.count, queryEnd: query + rows), by: blocks.keys) {
        let count = min(blocks.keys, job.count - key)
        kernel.multiplyBlock(
          rows: rows, columns: count, depth: d, queries.advanced(rows: query), panel: scratch.panel,
          scratch.keys + key * d, into: scratch.scores, stride: blocks.keys, accumulate: false, edge: scratch.edge)
        for row in 0..<rows {
          let scores = scratch.scores + row * blocks.keys
          let visible = rule.visible(query: query + row, key: key, count: count)
          if visible > 0 {
            rule.prepare(scores, attention, job, query: query + row, key: key, count: visible)
            onlineSoftmax(attention, scale: rule.scale, row: row, count: visible, isFirst: key == 0, scratch)
          }
          for hidden in max(0, visible)..<count { scores[hidden] = 0 }
          if let dropout {
            dropout.apply(
              to: scores,
              row: dropout.row(head: job.head, token: job.first + query + row, of: qkv.rows), column: key, count: count,
              kernel.rows)
          }
        }
        let probabilities = StridedView(pointer: scratch.scores, rowStride: blocks.keys, columnStride: 1)
        kernel.multiplyBlock(
          rows: rows, columns: d, depth: count, probabilities, panel: scratch.panel, scratch.values + key * padded,
          into: scratch.context, stride: padded, accumulate: key > 0, edge: scratch.edge)
      }
      for row in 0..<rows {
        let token = job.first + query + row
        kernel.rows.scale(
          scratch.context + row * padded, by: 1 / scratch.sums[row], into: context.row(token) + job.head * d, d)
        logSums?.row(token)[job.head] = scratch.maxima[row] + log(scratch.sums[row])
      }
    }
  }

  /// Takes one row of scores into the running softmax: scores become exp(score − maximum so far), and what was summed
  /// under a smaller maximum is scaled down.
  @inline(__always)
  private func onlineSoftmax(
    _ attention: Attention, scale: Float, row: Int, count: Int, isFirst: Bool, _ scratch: ForwardScratch
  ) {
    let before = scratch.maxima[row]
    let block = kernel.rows.softmaxBlock(
      scratch.scores + row * attention.blocks.keys, scale: scale, before: before, count)
    scratch.maxima[row] = block[0]
    guard !isFirst else {
      scratch.sums[row] = block[1]
      return
    }
    let correction = Foundation.exp(before - block[0])
    scratch.sums[row] = scratch.sums[row] * correction + block[1]
    let context = scratch.context + row * kernel.shape.paddedColumns(attention.headSize)
    kernel.rows.scale(context, by: correction, into: context, attention.headSize)
  }
}

/// What forward needs for one job, cut out of one thread's scratch memory.
private struct ForwardScratch {
  let keys, values, panel, edge, scores, context, maxima, sums: UnsafeMutablePointer<Float>

  init(_ attention: Attention, _ shape: TileShape, longest: Int, in memory: UnsafeMutablePointer<Float>) {
    let sizes = Self.sizes(attention, shape, longest)
    var cursor = ScratchCursor(memory)
    keys = cursor.take(sizes[0])
    values = cursor.take(sizes[1])
    panel = cursor.take(sizes[2])
    edge = cursor.take(sizes[3])
    scores = cursor.take(sizes[4])
    context = cursor.take(sizes[5])
    maxima = cursor.take(sizes[6])
    sums = cursor.take(sizes[7])
  }

  static func count(_ attention: Attention, _ shape: TileShape, longest: Int) -> Int {
    sizes(attention, shape, longest).reduce(0) { $0 + ScratchCursor.rounded($1) }
  }

  private static func sizes(_ attention: Attention, _ shape: TileShape, _ longest: Int) -> [Int] {
    let blocks = attention.blocks
    return [
      shape.countB(depth: attention.headSize, columns: longest), longest * shape.paddedColumns(attention.headSize),
      shape.rows * max(attention.headSize, blocks.keys), shape.count, blocks.queries * blocks.keys,
      blocks.queries * shape.paddedColumns(attention.headSize), blocks.queries, blocks.queries,
    ]
  }
}
