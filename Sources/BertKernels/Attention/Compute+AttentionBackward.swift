extension Compute {
  /// Backward of ``attention(_:qkv:boundaries:bias:dropout:into:logSums:)``.
  ///
  /// With P = exp(S − logSum), M the dropout factors and δ = Σ dO·O along a row: dV = (P∘M)ᵀ·dO, dP = M∘(dO·Vᵀ),
  /// dS = P∘(dP − δ), dQ = dS·K·scale, dK = dSᵀ·Q·scale, and dS that of the bias (Dao et al., arXiv 2205.14135, appendix B).
  ///
  /// - Parameters:
  ///   - qkv, context, logSums: Forward's input and what it kept.
  ///   - gradient: Of the context, `[T, H]`.
  ///   - biasGradient: Added to; of the bias's shape, but `[B·A, W]` for a shared one.
  ///   - qkvGradient: `[T, 3H]`, overwritten.
  package func attentionBackward(
    _ attention: Attention, qkv: Matrix, boundaries: [Int], bias: AttentionBias? = nil, dropout: Dropout? = nil,
    context: Matrix, logSums: Matrix, gradient: Matrix, biasGradient: Matrix? = nil, into qkvGradient: Matrix
  ) {
    let jobs = attention.jobs(boundaries: boundaries, threads: threads)
    let longest = zip(boundaries, boundaries.dropFirst()).map { $1 - $0 }.max() ?? 0
    bias?.check(attention, longest: longest)
    let rule = ScoreRule(attention, bias: bias)
    reserveScratch(BackwardScratch.count(attention, kernel.shape, longest: longest))
    let tensors = AttentionTensors(
      qkv: qkv, context: context, logSums: logSums, gradient: gradient, biasGradient: biasGradient,
      qkvGradient: qkvGradient)
    forParts(jobs.count) { part in
      let scratch = BackwardScratch(attention, kernel.shape, longest: longest, in: scratch(of: part))
      for job in jobs[part] { backward(attention, rule, job, tensors, dropout, scratch) }
    }
  }

  /// One sequence and head.
  private func backward(
    _ attention: Attention, _ rule: ScoreRule, _ job: AttentionJob, _ tensors: AttentionTensors, _ dropout: Dropout?,
    _ scratch: BackwardScratch
  ) {
    let d = attention.headSize, padded = kernel.shape.paddedColumns(attention.headSize), blocks = attention.blocks
    let qkv = tensors.qkv, width = attention.width
    let base = qkv.row(job.first) + job.head * d
    let queries = StridedView(pointer: base, rowStride: qkv.stride, columnStride: 1)
    let gradients = StridedView(
      pointer: tensors.gradient.row(job.first) + job.head * d, rowStride: tensors.gradient.stride, columnStride: 1)
    let keys = StridedView(pointer: base + width, rowStride: qkv.stride, columnStride: 1)
    let keysTransposed = StridedView(pointer: base + width, rowStride: 1, columnStride: qkv.stride)
    let valuesTransposed = StridedView(pointer: base + 2 * width, rowStride: 1, columnStride: qkv.stride)
    kernel.shape.packB(keysTransposed, step: 0, depth: d, column: 0, columns: job.count, into: scratch.keysTransposed)
    kernel.shape.packB(
      valuesTransposed, step: 0, depth: d, column: 0, columns: job.count, into: scratch.valuesTransposed)
    for key in stride(from: 0, to: job.count, by: blocks.keys) {
      let depth = min(blocks.keys, job.count - key)
      kernel.shape.packB(keys, step: key, depth: depth, column: 0, columns: d, into: scratch.keys + key * padded)
    }
    scratch.keyGradient.update(repeating: 0, count: job.count * padded)
    scratch.valueGradient.update(repeating: 0, count: job.count * padded)

    for query in stride(from: 0, to: job.count, by: blocks.queries) {
      let rows = min(blocks.queries, job.count - query)
      for row in 0..<rows {
        let token = job.first + query + row
        scratch.deltas[row] = kernel.rows.dot(
          tensors.context.row(token) + job.head * d, tensors.gradient.row(token) + job.head * d, d)
      }
      kernel.shape.packB(queries, step: query, depth: rows, column: 0, columns: d, into: scratch.queryPanels)
      kernel.shape.packB(gradients, step: query, depth: rows, column: 0, columns: d, into: scratch.gradientPanels)
      for key in stride(from: 0, to: rule.keyEnd(job.count, queryEnd: query + rows), by: blocks.keys) {
        let count = min(blocks.keys, job.count - key)
        kernel.multiplyBlock(
          rows: rows, columns: count, depth: d, queries.advanced(rows: query), panel: scratch.panel,
          scratch.keysTransposed + key * d, into: scratch.scores, stride: blocks.keys, accumulate: false,
          edge: scratch.edge)
        kernel.multiplyBlock(
          rows: rows, columns: count, depth: d, gradients.advanced(rows: query), panel: scratch.panel,
          scratch.valuesTransposed + key * d, into: scratch.scoreGradients, stride: blocks.keys, accumulate: false,
          edge: scratch.edge)
        for row in 0..<rows {
          let visible = rule.visible(query: query + row, key: key, count: count)
          if visible > 0 {
            softmaxBackward(
              attention, rule, job, tensors, dropout, query: query, row: row, key: key, count: visible, scratch)
          }
          for hidden in max(0, visible)..<count {
            scratch.scores[row * blocks.keys + hidden] = 0
            scratch.scoreGradients[row * blocks.keys + hidden] = 0
          }
        }
        // dV += (P∘M)ᵀ·dO and dK += dSᵀ·Q: the blocks are read by columns.
        let probabilities = StridedView(pointer: scratch.scores, rowStride: 1, columnStride: blocks.keys)
        kernel.multiplyBlock(
          rows: count, columns: d, depth: rows, probabilities, panel: scratch.panel, scratch.gradientPanels,
          into: scratch.valueGradient + key * padded, stride: padded, accumulate: true, edge: scratch.edge)
        let columns = StridedView(pointer: scratch.scoreGradients, rowStride: 1, columnStride: blocks.keys)
        kernel.multiplyBlock(
          rows: count, columns: d, depth: rows, columns, panel: scratch.panel, scratch.queryPanels,
          into: scratch.keyGradient + key * padded, stride: padded, accumulate: true, edge: scratch.edge)
        // dQ (+)= dS·K
        let scoreGradients = StridedView(pointer: scratch.scoreGradients, rowStride: blocks.keys, columnStride: 1)
        kernel.multiplyBlock(
          rows: rows, columns: d, depth: count, scoreGradients, panel: scratch.panel, scratch.keys + key * padded,
          into: scratch.queryGradient, stride: padded, accumulate: key > 0, edge: scratch.edge)
      }
      write(
        scratch.queryGradient, rows: rows, columns: d, padded: padded, scale: attention.scale, to: tensors.qkvGradient,
        row: job.first + query, column: job.head * d)
    }
    write(
      scratch.keyGradient, rows: job.count, columns: d, padded: padded, scale: attention.scale,
      to: tensors.qkvGradient, row: job.first, column: width + job.head * d)
    write(
      scratch.valueGradient, rows: job.count, columns: d, padded: padded, scale: 1,
      to: tensors.qkvGradient, row: job.first, column: 2 * width + job.head * d)
  }

  /// One row: scores become P∘M, gradients of the dropped-out probabilities become dS.
  private func softmaxBackward(
    _ attention: Attention, _ rule: ScoreRule, _ job: AttentionJob, _ tensors: AttentionTensors, _ dropout: Dropout?,
    query: Int, row: Int, key: Int, count: Int, _ scratch: BackwardScratch
  ) {
    let token = job.first + query + row, at = row * attention.blocks.keys
    rule.prepare(scratch.scores + at, attention, job, query: query + row, key: key, count: count)
    if let dropout {
      scratch.factors.update(repeating: 1, count: count)
      dropout.apply(
        to: scratch.factors, row: dropout.row(head: job.head, token: token, of: tensors.qkv.rows), column: key,
        count: count,
        kernel.rows)
    }
    kernel.rows.attentionBackward(
      scores: scratch.scores + at, gradients: scratch.scoreGradients + at,
      factors: dropout == nil ? nil : UnsafePointer(scratch.factors), scale: rule.scale,
      logSum: tensors.logSums.row(token)[job.head], delta: scratch.deltas[row], count)
    if let bias = rule.bias, let total = tensors.biasGradient {
      let target = bias.gradientRow(total, job, query: query + row, heads: attention.heads)
      addLanes(scratch.scoreGradients + at, to: target + key, count: count)
    }
  }

  private func write(
    _ from: UnsafeMutablePointer<Float>, rows: Int, columns: Int, padded: Int, scale: Float, to matrix: Matrix,
    row: Int,
    column: Int
  ) {
    for index in 0..<rows {
      kernel.rows.scale(from + index * padded, by: scale, into: matrix.row(row + index) + column, columns)
    }
  }
}

/// What backward reads and writes.
private struct AttentionTensors {
  let qkv, context, logSums, gradient: Matrix
  let biasGradient: Matrix?
  let qkvGradient: Matrix
}

/// What backward needs for one job, cut out of one thread's scratch memory.
private struct BackwardScratch {
  let keysTransposed, valuesTransposed, keys, queryPanels, gradientPanels: UnsafeMutablePointer<Float>
  let scores, scoreGradients, factors, deltas, panel, edge: UnsafeMutablePointer<Float>
  let queryGradient, keyGradient, valueGradient: UnsafeMutablePointer<Float>

  init(_ attention: Attention, _ shape: TileShape, longest: Int, in memory: UnsafeMutablePointer<Float>) {
    let sizes = Sizes(attention, shape, longest)
    var cursor = ScratchCursor(memory)
    keysTransposed = cursor.take(sizes.keyPanels)
    valuesTransposed = cursor.take(sizes.keyPanels)
    keys = cursor.take(sizes.keyRows)
    queryPanels = cursor.take(sizes.queryRows)
    gradientPanels = cursor.take(sizes.queryRows)
    scores = cursor.take(sizes.scores)
    scoreGradients = cursor.take(sizes.scores)
    factors = cursor.take(sizes.keys)
    deltas = cursor.take(sizes.queries)
    panel = cursor.take(sizes.panel)
    edge = cursor.take(sizes.edge)
    queryGradient = cursor.take(sizes.queryRows)
    keyGradient = cursor.take(sizes.keyRows)
    valueGradient = cursor.take(sizes.keyRows)
  }

  static func count(_ attention: Attention, _ shape: TileShape, longest: Int) -> Int {
    let s = Sizes(attention, shape, longest)
    let pieces = [
      s.keyPanels, s.keyPanels, s.keyRows, s.queryRows, s.queryRows, s.scores, s.scores, s.keys, s.queries, s.panel,
      s.edge, s.queryRows, s.keyRows, s.keyRows,
    ]
    return pieces.reduce(0) { $0 + ScratchCursor.rounded($1) }
  }

  private struct Sizes {
    let keyPanels, keyRows, queryRows, scores, keys, queries, panel, edge: Int

    init(_ attention: Attention, _ shape: TileShape, _ longest: Int) {
      let d = attention.headSize, padded = shape.paddedColumns(attention.headSize), blocks = attention.blocks
      keyPanels = shape.countB(depth: d, columns: longest)
      keyRows = longest * padded
      queryRows = blocks.queries * padded
      scores = blocks.queries * blocks.keys
      keys = blocks.keys
      queries = blocks.queries
      panel = shape.rows * max(d, blocks.keys, blocks.queries)
      edge = shape.count
    }
  }
}
