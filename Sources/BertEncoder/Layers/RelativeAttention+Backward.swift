import BertKernels

extension RelativeAttention {
  /// Backward of ``forward(_:qkv:_:dropout:into:logSums:_:)``; adds to the gradients of this layer's own parameters.
  ///
  /// - Parameters:
  ///   - qkv: As forward left it, u added to the queries.
  ///   - qkvGradient: `[T, 3H]`, overwritten.
  func backward(
    _ attention: Attention, qkv: Matrix, _ run: LayerContext, dropout: Dropout?, context: Matrix, logSums: Matrix,
    gradient: Matrix, into qkvGradient: Matrix, _ compute: Compute
  ) {
    guard let distances = run.distances else { return }
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let hidden = qkv.columns / 3
    let keys = distanceKeys(distances, compute)
    let keyGradient = arena.matrix(rows: keys.rows, columns: hidden)
    keyGradient.fill(0)
    for (first, end) in zip(run.boundaries, run.boundaries.dropFirst()) {
      let inner = arena.mark
      let types = run.types(first..<end)
      let terms = Terms(
        self, attention, queries: qkv.columns(0..<hidden).rows(first..<end), keys, types, compute)
      let tableGradient = arena.matrix(rows: terms.table.rows, columns: terms.table.columns)
      tableGradient.fill(0)
      compute.attentionBackward(
        attention, qkv: qkv, boundaries: [first, end], bias: terms.bias, dropout: dropout, context: context,
        logSums: logSums, gradient: gradient, biasGradient: tableGradient, into: qkvGradient)
      let queryGradient = qkvGradient.columns(0..<hidden).rows(first..<end)
      if let total = contentBias.gradient { compute.addColumnSums(of: queryGradient, to: total) }
      distanceBackward(
        attention, terms, tableGradient, queryGradient, keyGradient.rows(terms.keyRows), compute)
      if terms.hasSegments { segmentBackward(attention, terms, types, tableGradient, queryGradient, compute) }
      arena.release(inner)
    }
    distanceKey.accumulateGradients(keyGradient, x: distances, compute)
  }

  private func distanceBackward(
    _ attention: Attention, _ terms: Terms, _ tableGradient: Matrix, _ queryGradient: Matrix, _ keyGradient: Matrix,
    _ compute: Compute
  ) {
    let d = attention.headSize, width = tableGradient.columns / attention.heads
    let own = compute.arena.matrix(rows: queryGradient.rows, columns: queryGradient.columns)
    for head in 0..<attention.heads {
      let columns = head * d..<(head + 1) * d
      let scores = tableGradient.columns(head * width..<(head + 1) * width)
      compute.multiply(scores.operand, terms.keys.columns(columns).operand, into: own.columns(columns))
      compute.multiply(
        scores.transpose, terms.distanceQueries.columns(columns).operand, into: keyGradient.columns(columns), .add)
    }
    add(own, scale: attention.scale, to: queryGradient, biasOf: distanceBias, compute)
  }

  private func segmentBackward(
    _ attention: Attention, _ terms: Terms, _ types: [Int32], _ tableGradient: Matrix, _ queryGradient: Matrix,
    _ compute: Compute
  ) {
    let arena = compute.arena
    let strengths = arena.matrix(rows: types.count, columns: attention.heads)
    compute.segmentBiasBackward(tableGradient, types: types, center: types.count, into: strengths)
    let own = arena.matrix(rows: queryGradient.rows, columns: queryGradient.columns)
    let key = arena.matrix(rows: 1, columns: queryGradient.columns)
    key.fill(0)
    compute.headProductsBackward(
      terms.segmentQueries, terms.segmentKey, gradient: strengths, into: own, addingTo: key)
    add(own, scale: attention.scale, to: queryGradient, biasOf: segmentBias, compute)
    if let total = segments.gradient {
      for j in 0..<key.columns {
        total[1, j] += key[0, j]
        total[0, j] -= key[0, j]
      }
    }
  }

  /// Scales own, then adds it to the queries' gradient and its column sums to the gradient of the bias of these
  /// queries.
  private func add(
    _ own: Matrix, scale: Float, to queryGradient: Matrix, biasOf block: ParameterBlock, _ compute: Compute
  ) {
    compute.shift(own, by: nil, scale: scale, into: own)
    compute.add(own, to: queryGradient)
    if let total = block.gradient { compute.addColumnSums(of: own, to: total) }
  }
}
