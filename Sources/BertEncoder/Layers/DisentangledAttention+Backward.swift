import BertKernels

extension DisentangledAttention {
  /// Backward of ``forward(_:_:qkv:_:dropout:rowDropout:into:logSums:_:)``. Adds to the gradients of the projections to
  /// Kʳ and Qʳ, and to that of the embeddings of distances.
  ///
  /// - Parameter qkvGradient: `[T, 3H]`, overwritten.
  func backward(
    _ attention: Attention, _ projections: Linear, qkv: Matrix, _ pass: DistanceTable.Pass, dropout: Dropout?,
    rowDropout: Dropout?, context: Matrix, logSums: Matrix, gradient: Matrix, into qkvGradient: Matrix,
    _ compute: Compute
  ) {
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let hidden = qkv.columns / 3, scale = attention.scale
    let rows = rows(pass, rowDropout, compute)
    let distances = made(rows, projections, compute)
    // The scores contain scaled tables, so the gradients of the contents need scaled Kʳ and Qʳ.
    let scaled = Products(
      keys: distances.keys.map { self.scaled($0, scale, compute) },
      queries: distances.queries.map { self.scaled($0, scale, compute) })
    // The gradients of Qʳ and Kʳ stand in the columns of queries and keys; those of values stay zero.
    let productGradient = arena.matrix(rows: rows.rows, columns: 3 * hidden)
    compute.clear(productGradient)
    for group in pass.groups {
      let inner = arena.mark
      let tables = tables(attention, qkv: qkv, distances, group, compute)
      let tableGradients = DistanceTerms.Tables(
        queries: tables.queries.map { _ in makeTable(attention, group, arena) },
        keys: tables.keys.map { _ in makeTable(attention, group, arena) })
      compute.attentionBackward(
        attention, qkv: qkv, boundaries: group.boundaries,
        distances: DistanceTerms(tables, columns: group.columns, tokens: group.tokens), dropout: dropout,
        context: context, logSums: logSums, gradient: gradient, distanceGradients: tableGradients, into: qkvGradient)
      let terms = [
        (tableGradients.queries, scaled.keys, 0, hidden), (tableGradients.keys, scaled.queries, hidden, 0),
      ].compactMap { table, factors, own, other in
        table.flatMap { table in
          factors.map { factors in
            Term(
              table: table, factors: factors.rows(group.rows), contents: qkv.columns(own..<own + hidden),
              contentGradient: qkvGradient.columns(own..<own + hidden),
              productGradient: productGradient.columns(other..<other + hidden).rows(group.rows))
          }
        }
      }
      let products = 2 * terms.count * group.tokens.count * group.rows.count * hidden
      compute.forEachPiece(terms.count * attention.heads, products: products) { piece, compute in
        tableBackward(attention, terms[piece / attention.heads], head: piece % attention.heads, group, compute)
      }
      arena.release(inner)
    }
    compute.shift(productGradient, by: nil, scale: scale, into: productGradient)
    accumulate(productGradient, rows, projections, pass, rowDropout, compute)
  }

  /// One of the two products of contents and distances, with the gradients that its backward adds to.
  private struct Term {
    /// The gradient of the table.
    let table: Matrix
    /// Kʳ or Qʳ, scaled, `[columns, H]`.
    let factors: Matrix
    let contents, contentGradient: Matrix  // [T, H]
    let productGradient: Matrix  // [columns, H]
  }

  /// Backward of table = contents·productsᵀ for one head. Adds to the gradients of contents and products; the latter is
  /// scaled later.
  private func tableBackward(
    _ attention: Attention, _ term: Term, head: Int, _ group: DistanceTable.Group, _ compute: Compute
  ) {
    let d = attention.headSize, columns = head * d..<(head + 1) * d, gradient = part(head, of: term.table, group)
    compute.multiply(
      gradient.operand, term.factors.columns(columns).operand,
      into: term.contentGradient.columns(columns).rows(group.tokens), .add)
    compute.multiply(
      gradient.transpose, term.contents.columns(columns).rows(group.tokens).operand,
      into: term.productGradient.columns(columns), .add)
  }

  /// Adds to the gradients of the projections and of the embeddings. gradient `[W, 3H]`: of Qʳ and Kʳ, and zeros.
  private func accumulate(
    _ gradient: Matrix, _ rows: Matrix, _ projections: Linear, _ pass: DistanceTable.Pass, _ rowDropout: Dropout?,
    _ compute: Compute
  ) {
    let arena = compute.arena, hidden = rows.columns
    let ownKey = gradient.columns(hidden..<2 * hidden), ownQuery = gradient.columns(0..<hidden)
    positionKey?.accumulateGradients(ownKey, x: rows, compute)
    positionQuery?.accumulateGradients(ownQuery, x: rows, compute)
    let isShared = positionKey == nil && positionQuery == nil
    if isShared { accumulateShared(gradient, rows, projections, compute) }
    guard let total = pass.gradient else { return }
    let own = arena.matrix(rows: rows.rows, columns: hidden)
    if isShared {
      projections.inputGradient(gradient, into: own, compute)
    } else {
      own.fill(0)
      positionKey?.inputGradient(ownKey, into: own, compute, .add)
      positionQuery?.inputGradient(ownQuery, into: own, compute, .add)
    }
    compute.apply(rowDropout, to: own)
    compute.add(own, to: total)
  }

  /// The gradients of projections that contents and distances share. The rows for values have none, unless low-rank
  /// updates cover all rows.
  private func accumulateShared(_ gradient: Matrix, _ rows: Matrix, _ projections: Linear, _ compute: Compute) {
    guard projections.updates.isEmpty else { return projections.accumulateGradients(gradient, x: rows, compute) }
    let own = gradient.columns(0..<2 * rows.columns)
    if let total = projections.weight.gradient {
      compute.multiply(own.transpose, rows.operand, into: total.rows(0..<own.columns), .add)
    }
    if let total = projections.bias.gradient {
      compute.addColumnSums(of: own, to: total.columns(0..<own.columns))
    }
  }

  private func scaled(_ x: Matrix, _ scale: Float, _ compute: Compute) -> Matrix {
    let out = compute.arena.matrix(rows: x.rows, columns: x.columns)
    compute.shift(x, by: nil, scale: scale, into: out)
    return out
  }
}
