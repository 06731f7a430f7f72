extension Compute {
  /// context := softmax(Q·Kᵀ·scale + bias)·V for each sequence and head, over the keys that the mask shows.
  ///
  /// - Parameters:
  ///   - attention: Heads, scale and mask.
  ///   - qkv: Queries, keys and values side by side, `[T, (A + 2G)·D]`.
  ///   - boundaries: The first token of each sequence, then T; `[B + 1]`.
  ///   - bias: Added to the scaled scores.
  ///   - distances: Added to the scores before they are scaled.
  ///   - dropout: Applied to the probabilities.
  ///   - context: `[T, H]`, overwritten.
  ///   - logSums: Where log Σ exp(score) of each token and head is stored for backward, `[T, A]`; nil for nowhere.
  package func attention(
    _ attention: Attention, qkv: Matrix, boundaries: [Int], bias: AttentionBias? = nil,
    distances: DistanceTerms? = nil, dropout: Dropout? = nil, into context: Matrix, logSums: Matrix? = nil
  ) {
    precondition(qkv.columns == attention.projectedWidth && context.columns == attention.width)
    let jobs = attention.jobs(boundaries: boundaries, parts: threads == 1 ? 1 : threads * Self.piecesInShare)
    let blocks = AttentionBlocks(boundaries: boundaries, multiple: products.queriesMultiple)
    bias?.check(attention, longest: blocks.length)
    distances?.check(attention, boundaries: boundaries, longest: blocks.length)
    let rule = ScoreRule(attention, bias: bias, distances: distances)
    reserveScratch(ForwardScratch.count(attention, products, blocks))
    pool.share(jobs.count) { piece, part in
      let forward = AttentionForward(
        attention: attention, rule: rule, kernel: kernel, products: products, qkv: qkv, dropout: dropout,
        context: context,
        logSums: logSums,
        scratch: ForwardScratch(attention, products, blocks, in: scratch(of: part)))
      products.use { attention.forEachJob(jobs[piece], boundaries: boundaries) { forward.run($0) } }
    }
  }
}

/// The forward pass of attention on one thread.
private struct AttentionForward {
  let attention: Attention
  let rule: ScoreRule
  let kernel: TileKernel
  let products: any BlockKernel
  let qkv: Matrix
  let dropout: Dropout?
  let context: Matrix
  let logSums: Matrix?
  let scratch: ForwardScratch

  /// Computes one sequence and head of keys and values.
  func run(_ job: AttentionJob) {
    let blocks = AttentionBlocks(length: job.count, mask: attention.mask, multiple: products.queriesMultiple)
    packKeys(job, blocks)
    var job = job
    for head in attention.heads(of: job) {
      job.head = head
      run(job, blocks)
    }
  }

  /// Packs Kᵀ and V as right factors.
  private func packKeys(_ job: AttentionJob, _ blocks: AttentionBlocks) {
    let d = attention.headSize, padded = products.shape.paddedColumns(d), base = qkv.row(job.first)
    let keyColumn = attention.keyColumn(job), valueColumn = attention.valueColumn(job)
    let keys = StridedView(pointer: base + keyColumn, rowStride: 1, columnStride: qkv.stride)  // Kᵀ
    let values = StridedView(pointer: base + valueColumn, rowStride: qkv.stride, columnStride: 1)
    products.packB(keys, step: 0, depth: d, column: 0, columns: job.count, into: scratch.keys)
    for key in stride(from: 0, to: job.count, by: blocks.packedKeys) {
      let depth = min(blocks.packedKeys, job.count - key)
      products.packB(
        values, step: key, depth: depth, column: 0, columns: d,
        into: scratch.values + products.shape.words(depth: key) * padded)
    }
    job.prefetchNext(qkv, column: keyColumn, width: d)
    job.prefetchNext(qkv, column: valueColumn, width: d)
  }

  /// Computes one sequence and head of queries.
  private func run(_ job: AttentionJob, _ blocks: AttentionBlocks) {
    let d = attention.headSize, padded = products.shape.paddedColumns(d)
    let queries = StridedView(
      pointer: qkv.row(job.first) + job.head * d, rowStride: qkv.stride, columnStride: 1)
    job.prefetchNext(qkv, column: job.head * d, width: d)
    for query in stride(from: 0, to: job.count, by: blocks.queries) {
      let rows = min(blocks.queries, job.count - query)
      let keys = rule.keys(of: query..<query + rows, count: job.count)
      for key in stride(from: keys.lowerBound, to: keys.upperBound, by: blocks.keys) {
        let count = min(blocks.keys, keys.upperBound - key), isFirst = key == keys.lowerBound
        let scoreStride = products.shape.paddedColumns(count)
        products.multiplyTiles(
          rows: rows, columns: count, depth: d, queries.advanced(rows: query), isPadded: false, panel: scratch.panel,
          scratch.keys + key * products.shape.words(depth: d), panelDepth: nil, into: scratch.scores,
          stride: scoreStride, accumulate: false)
        rule.prepare(
          scratch.scores, stride: scoreStride, rows: rows, job, query: query, key: key, count: count, kernel.rows)
        kernel.rows.softmaxRows(
          scratch.scores, stride: scoreStride, rows: rows, scale: rule.scale, isFirst: isFirst,
          maxima: scratch.maxima, sums: scratch.sums, corrections: scratch.corrections,
          seen: rule.seen(query: query, key: key, count: count, of: job.count), count)
        if !isFirst {
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
        let panel = blocks.panel(at: key, products.shape, padded: padded)
        let probabilities = StridedView(pointer: scratch.scores, rowStride: scoreStride, columnStride: 1)
        products.multiplyTiles(
          rows: rows, columns: d, depth: count, probabilities, isPadded: true, panel: scratch.panel,
          scratch.values + panel.offset, panelDepth: panel.depth, into: scratch.context, stride: padded,
          accumulate: !isFirst)
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

/// The buffers of attention's forward pass for one job, allocated in one thread's scratch memory.
private struct ForwardScratch {
  let keys, values, panel, scores, context, maxima, sums, corrections: UnsafeMutablePointer<Float>

  init(
    _ attention: Attention, _ products: any BlockKernel, _ blocks: AttentionBlocks,
    in memory: UnsafeMutablePointer<Float>
  ) {
    let sizes = Self.sizes(attention, products, blocks)
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

  static func count(_ attention: Attention, _ products: any BlockKernel, _ blocks: AttentionBlocks) -> Int {
    sizes(attention, products, blocks).reduce(0) { $0 + ScratchCursor.rounded($1) }
  }

  private static func sizes(_ attention: Attention, _ products: any BlockKernel, _ blocks: AttentionBlocks) -> [Int] {
    let shape = products.shape, padded = shape.paddedColumns(attention.headSize)
    return [
      shape.countB(depth: attention.headSize, columns: blocks.length), shape.words(depth: blocks.length) * padded,
      products.panelCount(headSize: attention.headSize), AttentionBlocks.mostScores,
      AttentionBlocks.mostQueries * padded,
      AttentionBlocks.mostQueries, AttentionBlocks.mostQueries, AttentionBlocks.mostQueries,
    ]
  }
}
