extension Compute {
  /// Backward of ``attention(_:qkv:boundaries:bias:dropout:into:logSums:)``.
  ///
  /// With P = exp(S − logSum), M the dropout factors and δ = Σ dO·O along a row: dV = (P∘M)ᵀ·dO, dP = M∘(dO·Vᵀ),
  /// dS = P∘(dP − δ), dQ = dS·K·scale, dK = dSᵀ·Q·scale, and dS that of the bias (Dao et al., arXiv 2205.14135, appendix B).
  ///
  /// - Parameters:
  ///   - qkv, context, logSums: Forward's input and what it kept.
  ///   - gradient: Of the context, `[T, H]`.
  ///   - biasGradient: Added to; of the bias's shape, but `[B·A, W]` for a shared one. Needed where there is a bias.
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
      kernel.shape.packA(queries, row: query, rows: rows, step: 0, depth: d, into: scratch.queries)
      kernel.shape.packA(gradients, row: query, rows: rows, step: 0, depth: d, into: scratch.gradients)
      kernel.shape.packB(queries, step: query, depth: rows, column: 0, columns: d, into: scratch.queryPanels)
      kernel.shape.packB(gradients, step: query, depth: rows, column: 0, columns: d, into: scratch.gradientPanels)
      for key in stride(from: 0, to: rule.keyEnd(job.count, queryEnd: query + rows), by: blocks.keys) {
        let count = min(blocks.keys, job.count - key)
        kernel.multiplyBlock(
          rows: rows, columns: count, depth: d, scratch.queries, scratch.keysTransposed + key * d,
          into: scratch.scores, stride: blocks.keys, accumulate: false)
        kernel.multiplyBlock(
          rows: rows, columns: count, depth: d, scratch.gradients, scratch.valuesTransposed + key * d,
          into: scratch.scoreGradients, stride: blocks.keys, accumulate: false)
        for row in 0..<rows {
          let scores = scratch.scores + row * blocks.keys, gradients = scratch.scoreGradients + row * blocks.keys
          let visible = rule.visible(query: query + row, key: key, count: count)
          if visible > 0 {
            rule.prepare(scores, attention, job, query: query + row, key: key, count: visible)
            softmaxBackward(
              attention, scale: rule.scale, job, tensors, dropout, query: query + row, key: key, count: visible,
              scores: scores, gradients: gradients)
            if let bias = rule.bias, let total = tensors.biasGradient {
              let target = bias.gradientRow(total, job, query: query + row, heads: attention.heads)
              addLanes(gradients, to: target + key, count: visible)
            }
          }
          for hidden in max(0, visible)..<count {
            scores[hidden] = 0
            gradients[hidden] = 0
          }
        }
        // dV += (P∘M)ᵀ·dO and dK += dSᵀ·Q: the blocks are read by columns.
        accumulate(
          scratch.scores, rows, count, blocks.keys, scratch.gradientPanels, d, padded, scratch.packed,
          into: scratch.valueGradient + key * padded)
        accumulate(
          scratch.scoreGradients, rows, count, blocks.keys, scratch.queryPanels, d, padded, scratch.packed,
          into: scratch.keyGradient + key * padded)
        // dQ (+)= dS·K
        let scoreGradients = StridedView(pointer: scratch.scoreGradients, rowStride: blocks.keys, columnStride: 1)
        kernel.shape.packA(scoreGradients, row: 0, rows: rows, step: 0, depth: count, into: scratch.packed)
        kernel.multiplyBlock(
          rows: rows, columns: d, depth: count, scratch.packed, scratch.keys + key * padded,
          into: scratch.queryGradient,
          stride: padded, accumulate: key > 0)
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
  @inline(__always)
  private func softmaxBackward(
    _ attention: Attention, scale: Float, _ job: AttentionJob, _ tensors: AttentionTensors, _ dropout: Dropout?,
    query: Int, key: Int, count: Int, scores: UnsafeMutablePointer<Float>, gradients: UnsafeMutablePointer<Float>
  ) {
    let token = job.first + query
    let logSum = splat(-tensors.logSums.row(token)[job.head])
    let delta = splat(tensors.delta(token: token, head: job.head, headSize: attention.headSize))
    var factors = (splat(1), splat(1))
    // Rows are whole groups of 16 long; what stands beyond `count` is never read again.
    for j in stride(from: 0, to: count, by: 16) {
      if let dropout {
        factors = dropout.factors(row: job.head * tensors.qkv.rows + token, group: (key + j) / 16)
      }
      let p0 = exponential(fma(load(scores, j), scale, logSum))
      let p1 = exponential(fma(load(scores, j + 8), scale, logSum))
      store(p0 * (fma(load(gradients, j), factors.0, -delta)), gradients, j)
      store(p1 * (fma(load(gradients, j + 8), factors.1, -delta)), gradients, j + 8)
      store(p0 * factors.0, scores, j)
      store(p1 * factors.1, scores, j + 8)
    }
  }

  /// target[keys, D] += blockᵀ[keys, rows] · panels[rows, D]
  @inline(__always)
  private func accumulate(
    _ block: UnsafeMutablePointer<Float>, _ rows: Int, _ keys: Int, _ stride: Int,
    _ panels: UnsafeMutablePointer<Float>,
    _ d: Int, _ padded: Int, _ packed: UnsafeMutablePointer<Float>, into target: UnsafeMutablePointer<Float>
  ) {
    let transposed = StridedView(pointer: block, rowStride: 1, columnStride: stride)
    kernel.shape.packA(transposed, row: 0, rows: keys, step: 0, depth: rows, into: packed)
    kernel.multiplyBlock(
      rows: keys, columns: d, depth: rows, packed, panels, into: target, stride: padded, accumulate: true)
  }

  private func write(
    _ from: UnsafeMutablePointer<Float>, rows: Int, columns: Int, padded: Int, scale: Float, to matrix: Matrix,
    row: Int,
    column: Int
  ) {
    for index in 0..<rows {
      let source = from + index * padded, target = matrix.row(row + index) + column
      for j in 0..<columns { target[j] = source[j] * scale }
    }
  }
}

/// What backward reads and writes.
private struct AttentionTensors {
  let qkv, context, logSums, gradient: Matrix
  let biasGradient: Matrix?
  let qkvGradient: Matrix

  /// δ: the gradient's component along the output, for one token and head.
  func delta(token: Int, head: Int, headSize: Int) -> Float {
    let o = context.row(token) + head * headSize, dO = gradient.row(token) + head * headSize
    return LayerNormRow.reduce(headSize) { i in
      load(o, i) * load(dO, i)
    } rest: { i in
      o[i] * dO[i]
    }
  }
}

/// What backward needs for one job, cut out of one thread's scratch memory.
private struct BackwardScratch {
  let keysTransposed, valuesTransposed, keys, queries, gradients, queryPanels,
    gradientPanels: UnsafeMutablePointer<Float>
  let scores, scoreGradients, packed, queryGradient, keyGradient, valueGradient: UnsafeMutablePointer<Float>

  init(_ attention: Attention, _ shape: TileShape, longest: Int, in memory: UnsafeMutablePointer<Float>) {
    var cursor = ScratchCursor(memory)
    let pieces = Self.sizes(attention, shape, longest).map { cursor.take($0) }
    keysTransposed = pieces[0]
    valuesTransposed = pieces[1]
    keys = pieces[2]
    queries = pieces[3]
    gradients = pieces[4]
    queryPanels = pieces[5]
    gradientPanels = pieces[6]
    scores = pieces[7]
    scoreGradients = pieces[8]
    packed = pieces[9]
    queryGradient = pieces[10]
    keyGradient = pieces[11]
    valueGradient = pieces[12]
  }

  static func count(_ attention: Attention, _ shape: TileShape, longest: Int) -> Int {
    sizes(attention, shape, longest).reduce(0) { $0 + ScratchCursor.rounded($1) }
  }

  private static func sizes(_ attention: Attention, _ shape: TileShape, _ longest: Int) -> [Int] {
    let d = attention.headSize, padded = shape.paddedColumns(attention.headSize), blocks = attention.blocks
    let keyPanels = shape.countB(depth: d, columns: longest)
    let queryBlock = shape.countA(rows: blocks.queries, depth: d)
    let scores = blocks.queries * blocks.keys
    // `packed` holds a block of queries by keys, or its transpose.
    let packed = max(
      shape.countA(rows: blocks.queries, depth: blocks.keys), shape.countA(rows: blocks.keys, depth: blocks.queries))
    return [
      keyPanels, keyPanels, longest * padded, queryBlock, queryBlock, blocks.queries * padded, blocks.queries * padded,
      scores, scores, packed, blocks.queries * padded, longest * padded, longest * padded,
    ]
  }
}
