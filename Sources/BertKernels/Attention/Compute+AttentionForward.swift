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
    let blocks = AttentionBlocks(boundaries: boundaries)
    bias?.check(attention, longest: blocks.length)
    let rule = ScoreRule(attention, bias: bias)
    reserveScratch(ForwardScratch.count(attention, kernel.shape, blocks))
    forParts(jobs.count) { part in
      let forward = AttentionForward(
        attention: attention, rule: rule, kernel: kernel, qkv: qkv, dropout: dropout, context: context,
        logSums: logSums,
        scratch: ForwardScratch(attention, kernel.shape, blocks, in: scratch(of: part)))
      attention.forEachJob(jobs[part], boundaries: boundaries) { forward.run($0) }
    }
  }
}

/// Forward of attention: what one thread works with.
private struct AttentionForward {
  let attention: Attention
  let rule: ScoreRule
  let kernel: TileKernel
  let qkv: Matrix
  let dropout: Dropout?
  let context: Matrix
  let logSums: Matrix?
  let scratch: ForwardScratch

  /// One sequence and head.
  func run(_ job: AttentionJob) {
    let d = attention.headSize, padded = kernel.shape.paddedColumns(d), width = attention.width
    let base = qkv.row(job.first) + job.head * d
    let queries = StridedView(pointer: base, rowStride: qkv.stride, columnStride: 1)
    let keys = StridedView(pointer: base + width, rowStride: 1, columnStride: qkv.stride)  // Kᵀ
    let values = StridedView(pointer: base + 2 * width, rowStride: qkv.stride, columnStride: 1)
    let blocks = AttentionBlocks(length: job.count)
    kernel.shape.packB(keys, step: 0, depth: d, column: 0, columns: job.count, into: scratch.keys)
    for key in stride(from: 0, to: job.count, by: blocks.keys) {
      let depth = min(blocks.keys, job.count - key)
      kernel.shape.packB(values, step: key, depth: depth, column: 0, columns: d, into: scratch.values + key * padded)
    }
    for part in 0..<3 { job.prefetchNext(qkv, column: part * width + job.head * d, width: d) }
    for query in stride(from: 0, to: job.count, by: blocks.queries) {
      let rows = min(blocks.queries, job.count - query)
      let keyEnd = rule.keyEnd(job.count, queryEnd: query + rows)
      for key in stride(from: 0, to: keyEnd, by: blocks.keys) {
        let count = min(blocks.keys, keyEnd - key)
        let scoreStride = kernel.shape.paddedColumns(count)
        kernel.multiplyTiles(
          rows: rows, columns: count, depth: d, queries.advanced(rows: query), isPadded: false, panel: scratch.panel,
          scratch.keys + key * d, into: scratch.scores, stride: scoreStride, accumulate: false)
        rule.prepare(
          scratch.scores, stride: scoreStride, rows: rows, job, query: query, key: key, count: count, kernel.rows)
        kernel.rows.softmaxRows(
          scratch.scores, stride: scoreStride, rows: rows, scale: rule.scale, isFirst: key == 0,
          maxima: scratch.maxima, sums: scratch.sums, corrections: scratch.corrections,
          seen: rule.seen(query: query, key: key, count: count), count)
        if key > 0 {
          kernel.rows.scaleRows(
            scratch.context, stride: padded, by: scratch.corrections, into: scratch.context, stride: padded,
            rows: rows, d)
        }
        if let dropout {
          for row in 0..<rows {
            dropout.apply(
              to: scratch.scores + row * scoreStride,
              row: dropout.row(head: job.head, token: job.first + query + row, of: qkv.rows), column: key,
              count: count, kernel.rows)
          }
        }
        let probabilities = StridedView(pointer: scratch.scores, rowStride: scoreStride, columnStride: 1)
        kernel.multiplyTiles(
          rows: rows, columns: d, depth: count, probabilities, isPadded: true, panel: scratch.panel,
          scratch.values + key * padded, panelDepth: min(blocks.keys, job.count - key), into: scratch.context,
          stride: padded, accumulate: key > 0)
      }
      let token = job.first + query
      kernel.rows.finishSoftmax(maxima: scratch.maxima, sums: scratch.sums, rows)
      kernel.rows.scaleRows(
        scratch.context, stride: padded, by: scratch.sums, into: context.row(token) + job.head * d,
        stride: context.stride, rows: rows, d)
      if let logSums {
        for row in 0..<rows { logSums.row(token + row)[job.head] = scratch.maxima[row] }
      }
    }
  }
}

/// What forward needs for one job, cut out of one thread's scratch memory.
private struct ForwardScratch {
  let keys, values, panel, scores, context, maxima, sums, corrections: UnsafeMutablePointer<Float>

  init(
    _ attention: Attention, _ shape: TileShape, _ blocks: AttentionBlocks, in memory: UnsafeMutablePointer<Float>
  ) {
    let sizes = Self.sizes(attention, shape, blocks)
    var cursor = ScratchCursor(memory)
    keys = cursor.take(sizes[0])
    values = cursor.take(sizes[1])
    panel = cursor.take(sizes[2])
    scores = cursor.take(sizes[3])
    context = cursor.take(sizes[4])
    maxima = cursor.take(sizes[5])
    sums = cursor.take(sizes[6])
    corrections = cursor.take(sizes[7])
  }

  static func count(_ attention: Attention, _ shape: TileShape, _ blocks: AttentionBlocks) -> Int {
    sizes(attention, shape, blocks).reduce(0) { $0 + ScratchCursor.rounded($1) }
  }

  private static func sizes(_ attention: Attention, _ shape: TileShape, _ blocks: AttentionBlocks) -> [Int] {
    let padded = shape.paddedColumns(attention.headSize)
    return [
      shape.countB(depth: attention.headSize, columns: blocks.length), blocks.length * padded,
      shape.rows * attention.headSize, AttentionBlocks.mostScores, AttentionBlocks.mostQueries * padded,
      AttentionBlocks.mostQueries, AttentionBlocks.mostQueries, AttentionBlocks.mostQueries,
    ]
  }
}
