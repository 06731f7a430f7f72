extension Compute {
  /// Backward of ``attention(_:qkv:boundaries:bias:distances:dropout:into:logSums:)``.
  ///
  /// With P = exp(S − logSum), M the dropout factors and δ = Σ dO·O along a row: dV = (P∘M)ᵀ·dO, dP = M∘(dO·Vᵀ), dS =
  /// P∘(dP − δ), dQ = dS·K·scale, dK = dSᵀ·Q·scale, and dS is the gradient of the bias (Dao et al., arXiv 2205.14135,
  /// appendix B).
  ///
  /// - Parameters:
  ///   - attention: The attention of the forward pass.
  ///   - qkv: The input of the forward pass, `[T, (A + 2G)·D]`.
  ///   - boundaries: The first token of each sequence, then T; `[B + 1]`.
  ///   - bias: The bias of the forward pass.
  ///   - distances: The terms of distances of the forward pass.
  ///   - dropout: The dropout of the forward pass.
  ///   - context: The result of the forward pass, `[T, H]`.
  ///   - logSums: Stored by the forward pass, `[T, A]`.
  ///   - gradient: The gradient of the context, `[T, H]`.
  ///   - biasGradient: The gradient of the bias to add to, in its shape, or `[B·A, W]` for a shared one; nil without a
  ///     bias.
  ///   - distanceGradients: The gradients of the scaled terms of distances, overwritten, in the shapes of their tables;
  ///     nil without such terms.
  ///   - qkvGradient: The gradient of `qkv`, overwritten.
  package func attentionBackward(
    _ attention: Attention, qkv: Matrix, boundaries: [Int], bias: AttentionBias? = nil,
    distances: DistanceTerms? = nil, dropout: Dropout? = nil, context: Matrix, logSums: Matrix, gradient: Matrix,
    biasGradient: Matrix? = nil, distanceGradients: DistanceTerms.Tables? = nil, into qkvGradient: Matrix
  ) {
    precondition(qkv.columns == attention.projectedWidth && qkvGradient.columns == qkv.columns)
    let jobs = attention.jobs(boundaries: boundaries, parts: threads == 1 ? 1 : threads * Self.piecesInShare)
    let blocks = AttentionBlocks(boundaries: boundaries, multiple: products.queriesMultiple)
    bias?.check(attention, longest: blocks.length)
    distances?.check(attention, boundaries: boundaries, longest: blocks.length)
    let rule = ScoreRule(attention, bias: bias, distances: distances)
    reserveScratch(AttentionBackwardScratch.count(attention, products, blocks))
    pool.share(jobs.count) { piece, part in
      let backward = AttentionBackward(
        attention: attention, rule: rule, kernel: kernel, products: products, dropout: dropout, qkv: qkv,
        context: context,
        logSums: logSums, gradient: gradient, biasGradient: biasGradient,
        distanceGradients: distanceGradients, qkvGradient: qkvGradient,
        scratch: AttentionBackwardScratch(attention, products, blocks, in: scratch(of: part)))
      products.use { attention.forEachJob(jobs[piece], boundaries: boundaries) { backward.run($0) } }
    }
  }
}

/// The backward of attention on one thread.
private struct AttentionBackward {
  let attention: Attention
  let rule: ScoreRule
  let kernel: TileKernel
  let products: any BlockKernel
  let dropout: Dropout?
  let qkv, context, logSums, gradient: Matrix
  let biasGradient: Matrix?
  let distanceGradients: DistanceTerms.Tables?
  let qkvGradient: Matrix
  let scratch: AttentionBackwardScratch

  /// Computes one sequence and head of keys and values, whose gradients are summed over the heads of queries in their
  /// order.
  func run(_ job: AttentionJob) {
    let blocks = AttentionBlocks(length: job.count, mask: attention.mask, multiple: products.queriesMultiple)
    let heads = attention.heads(of: job)
    packKeys(job, blocks)
    // Under a mask, the first block of queries does not write the gradients of all keys, so they are cleared.
    let isCleared = rule.hides(job.count)
    if isCleared { clearKeyGradients(job) }
    var job = job
    for head in heads {
      job.head = head
      run(job, blocks, accumulatesKeys: isCleared || head > heads.lowerBound)
    }
    write(
      scratch.keyGradient, rows: job.count, scale: attention.scale, row: job.first, column: attention.keyColumn(job))
    write(scratch.valueGradient, rows: job.count, scale: 1, row: job.first, column: attention.valueColumn(job))
  }

  /// Computes one sequence and head of queries.
  private func run(_ job: AttentionJob, _ blocks: AttentionBlocks, accumulatesKeys: Bool) {
    let d = attention.headSize, padded = products.shape.paddedColumns(d), column = job.head * d
    let queries = StridedView(pointer: qkv.row(job.first) + column, rowStride: qkv.stride, columnStride: 1)
    let gradients = StridedView(
      pointer: gradient.row(job.first) + column, rowStride: gradient.stride, columnStride: 1)
    if let distances = rule.distances, let distanceGradients { distances.clear(distanceGradients, job) }
    job.prefetchNext(qkv, column: column, width: d)
    job.prefetchNext(context, column: column, width: d)
    job.prefetchNext(gradient, column: column, width: d)
    for query in stride(from: 0, to: job.count, by: blocks.queries) {
      let rows = min(blocks.queries, job.count - query), token = job.first + query
      kernel.rows.dotRows(
        context.row(token) + column, stride: context.stride, gradient.row(token) + column, stride: gradient.stride,
        rows: rows, into: scratch.deltas, d)
      products.packB(queries, step: query, depth: rows, column: 0, columns: d, into: scratch.queryPanels)
      products.packB(gradients, step: query, depth: rows, column: 0, columns: d, into: scratch.gradientPanels)
      let keys = rule.keys(of: query..<query + rows, count: job.count)
      for key in stride(from: keys.lowerBound, to: keys.upperBound, by: blocks.keys) {
        let count = min(blocks.keys, keys.upperBound - key)
        let scoreStride = products.shape.paddedColumns(count)
        products.multiplyTiles(
          rows: rows, columns: count, depth: d, queries.advanced(rows: query), isPadded: false, panel: scratch.panel,
          scratch.keysTransposed + key * products.shape.words(depth: d), panelDepth: nil, into: scratch.scores,
          stride: scoreStride, accumulate: false)
        products.multiplyTiles(
          rows: rows, columns: count, depth: d, gradients.advanced(rows: query), isPadded: false, panel: scratch.panel,
          scratch.valuesTransposed + key * products.shape.words(depth: d), panelDepth: nil,
          into: scratch.scoreGradients, stride: scoreStride, accumulate: false)
        drawFactors(job, query: query, rows: rows, key: key, count: count, stride: scoreStride)
        rule.prepare(
          scratch.scores, stride: scoreStride, rows: rows, job, query: query, key: key, count: count, kernel.rows)
        kernel.rows.attentionBackwardRows(
          scores: scratch.scores, gradients: scratch.scoreGradients,
          factors: dropout == nil ? nil : UnsafePointer(scratch.factors), stride: scoreStride, rows: rows,
          scale: rule.scale, logSums: logSums.row(token) + job.head, logSumStride: logSums.stride,
          deltas: scratch.deltas, seen: rule.seen(query: query, key: key, count: count, of: job.count), count)
        addBiasGradient(job, query: query, rows: rows, key: key, count: count, stride: scoreStride)
        // dV += (P∘M)ᵀ·dO and dK += dSᵀ·Q: the blocks are read by columns.
        products.multiplyTiles(
          rows: count, columns: d, depth: rows,
          StridedView(pointer: scratch.scores, rowStride: 1, columnStride: scoreStride), isPadded: true,
          panel: scratch.panel, scratch.gradientPanels, panelDepth: nil, into: scratch.valueGradient + key * padded,
          stride: padded, accumulate: query > 0 || accumulatesKeys)
        products.multiplyTiles(
          rows: count, columns: d, depth: rows,
          StridedView(pointer: scratch.scoreGradients, rowStride: 1, columnStride: scoreStride), isPadded: true,
          panel: scratch.panel, scratch.queryPanels, panelDepth: nil, into: scratch.keyGradient + key * padded,
          stride: padded, accumulate: query > 0 || accumulatesKeys)
        // dQ (+)= dS·K
        let panel = blocks.panel(at: key, products.shape, padded: padded)
        products.multiplyTiles(
          rows: rows, columns: d, depth: count,
          StridedView(pointer: scratch.scoreGradients, rowStride: scoreStride, columnStride: 1), isPadded: true,
          panel: scratch.panel, scratch.keys + panel.offset, panelDepth: panel.depth, into: scratch.queryGradient,
          stride: padded, accumulate: key > keys.lowerBound)
      }
      write(scratch.queryGradient, rows: rows, scale: attention.scale, row: token, column: column)
    }
  }

  /// Packs Kᵀ, Vᵀ and K as right factors.
  private func packKeys(_ job: AttentionJob, _ blocks: AttentionBlocks) {
    let d = attention.headSize, padded = products.shape.paddedColumns(d), base = qkv.row(job.first)
    let keyColumn = attention.keyColumn(job), valueColumn = attention.valueColumn(job)
    let keys = StridedView(pointer: base + keyColumn, rowStride: qkv.stride, columnStride: 1)
    let keysTransposed = StridedView(pointer: base + keyColumn, rowStride: 1, columnStride: qkv.stride)
    let valuesTransposed = StridedView(pointer: base + valueColumn, rowStride: 1, columnStride: qkv.stride)
    products.packB(keysTransposed, step: 0, depth: d, column: 0, columns: job.count, into: scratch.keysTransposed)
    products.packB(
      valuesTransposed, step: 0, depth: d, column: 0, columns: job.count, into: scratch.valuesTransposed)
    for key in stride(from: 0, to: job.count, by: blocks.packedKeys) {
      let depth = min(blocks.packedKeys, job.count - key)
      products.packB(
        keys, step: key, depth: depth, column: 0, columns: d,
        into: scratch.keys + products.shape.words(depth: key) * padded)
    }
    job.prefetchNext(qkv, column: keyColumn, width: d)
    job.prefetchNext(qkv, column: valueColumn, width: d)
  }

  /// Computes the dropout factors of a block again, in the layout of its scores.
  private func drawFactors(_ job: AttentionJob, query: Int, rows: Int, key: Int, count: Int, stride: Int) {
    guard let dropout else { return }
    scratch.factors.update(repeating: 1, count: rows * stride)
    for row in 0..<rows {
      dropout.apply(
        to: scratch.factors + row * stride,
        row: dropout.row(head: job.head, token: job.first + query + row, of: qkv.rows), column: key, count: count,
        kernel.rows)
    }
  }

  /// Sets the gradients of keys and values to zero, up to one tile beyond the last key: a block that begins within a
  /// tile extends as far.
  private func clearKeyGradients(_ job: AttentionJob) {
    let rows = products.shape.paddedRows(job.count) + products.shape.rows
    let count = rows * products.shape.paddedColumns(attention.headSize)
    scratch.keyGradient.update(repeating: 0, count: count)
    scratch.valueGradient.update(repeating: 0, count: count)
  }

  /// Adds dS of a block to the gradient of the bias, or of the terms of distances.
  private func addBiasGradient(_ job: AttentionJob, query: Int, rows: Int, key: Int, count: Int, stride: Int) {
    if let distances = rule.distances, let distanceGradients {
      distances.addGradients(
        of: scratch.scoreGradients, stride: stride, rows: rows, job, query: query, key: key, count: count,
        to: distanceGradients)
    }
    guard let bias = rule.bias, let biasGradient else { return }
    for row in 0..<rows {
      let target = bias.gradientRow(biasGradient, job, query: query + row, heads: attention.heads)
      addLanes(scratch.scoreGradients + row * stride, to: target + key, count: count)
    }
  }

  /// Writes rows of one head, times `scale`, to the gradient of `qkv`.
  private func write(_ from: UnsafeMutablePointer<Float>, rows: Int, scale: Float, row: Int, column: Int) {
    kernel.rows.scaleRows(
      from, stride: products.shape.paddedColumns(attention.headSize), by: scale, into: qkvGradient.row(row) + column,
      stride: qkvGradient.stride, rows: rows, attention.headSize)
  }
}
