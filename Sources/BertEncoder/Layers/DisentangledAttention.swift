import BertKernels

/// Attention with separate terms for contents and distances (He et al., arXiv 2006.03654, section 3.1):
///
///     score(i, j) = (qᵢ·kⱼ + qᵢ·Kʳ[δ] + kⱼ·Qʳ[δ])·scale,  Kʳ = W·r + b,  Qʳ = W′·r + b′
///
/// with the embedding r of the distance δ of i and j. W and W′ are the key and query projections of the contents, or
/// matrices of their own. Either distance term may be missing. The products with all embeddings that a batch uses are
/// computed first, as tables in which the kernel looks up the distances.
///
/// Legend as everywhere; `W` embeddings of distances that a batch uses.
final class DisentangledAttention {
  private let meetsQueries, meetsKeys: Bool
  /// nil where the projections of the contents are shared.
  let positionKey, positionQuery: Linear?
  /// Kʳ and Qʳ of all distances, `[2·S, H]` each, valid while the weights do not change.
  private var constants: (keys: Matrix?, queries: Matrix?, version: Int, precision: Precision)?

  init?(_ names: LayerNames, _ configuration: EncoderConfiguration) {
    guard let distances = configuration.distances else { return nil }
    meetsQueries = distances.meetsQueries
    meetsKeys = distances.meetsKeys
    positionKey = names.positionKey.map { Linear([$0], layers: configuration.layerCount) }
    positionQuery = names.positionQuery.map { Linear([$0], layers: configuration.layerCount) }
  }

  var linears: [Linear] { [positionKey, positionQuery].compactMap { $0 } }

  /// Computes Kʳ and Qʳ once for many calls. For int8 they are computed from the dequantized weights, so that a model
  /// read from a quantized checkpoint gives the same results as one that is quantized here. Products with them stay in
  /// floats.
  ///
  /// - Parameters:
  ///   - projections: Of the contents, `[3H, H]`.
  ///   - table: All embeddings of distances, `[2·S, H]`.
  func prepareForInference(
    _ projections: Linear, _ table: Matrix, precision: Precision, _ compute: Compute
  ) {
    guard projections.updates.isEmpty else { return }
    if let constants, constants.version == projections.version, constants.precision == precision { return }
    var weights = projections.weight.value
    if precision == .int8, let quantized = projections.quantized {
      weights = Matrix(rows: weights.rows, columns: weights.columns)
      quantized.dequantize(into: weights)
    }
    let hidden = table.columns
    func product(_ own: Linear?, _ rows: Range<Int>) -> Matrix {
      let out = Matrix(rows: table.rows, columns: hidden)
      compute.multiply(
        table.operand, (own?.weight.value ?? weights.rows(rows)).transpose, into: out,
        .bias(own?.bias.value ?? projections.bias.value.columns(rows)))
      return out
    }
    constants = (
      meetsQueries ? product(positionKey, hidden..<2 * hidden) : nil,
      meetsKeys ? product(positionQuery, 0..<hidden) : nil, projections.version, precision
    )
  }

  /// context := attention of each sequence.
  ///
  /// - Parameters:
  ///   - projections: Of the contents, `[3H, H]`.
  ///   - qkv: `[T, 3H]`.
  ///   - rowDropout: Of the embeddings of distances.
  func forward(
    _ attention: Attention, _ projections: Linear, qkv: Matrix, _ pass: DistanceTable.Pass, dropout: Dropout?,
    rowDropout: Dropout?, into context: Matrix, logSums: Matrix?, _ compute: Compute
  ) {
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let known = rowDropout == nil ? known(pass, projections) : nil
    let distances = known ?? made(rows(pass, rowDropout, compute), projections, compute)
    for group in pass.groups {
      let inner = arena.mark
      let terms = DistanceTerms(
        tables(attention, qkv: qkv, distances, group, compute), columns: group.columns, tokens: group.tokens)
      compute.attention(
        attention, qkv: qkv, boundaries: group.boundaries, distances: terms, dropout: dropout, into: context,
        logSums: logSums)
      arena.release(inner)
    }
  }

  // MARK: Keys and queries of distances

  /// Kʳ and Qʳ, `[W, H]` each.
  struct Products {
    let keys, queries: Matrix?
  }

  private func known(_ pass: DistanceTable.Pass, _ projections: Linear) -> Products? {
    guard let constants, constants.version == projections.version else { return nil }
    let rows = pass.firstRow..<pass.firstRow + pass.rows.rows
    return Products(keys: constants.keys?.rows(rows), queries: constants.queries?.rows(rows))
  }

  /// The embeddings that a layer uses, with its dropout, `[W, H]`.
  func rows(_ pass: DistanceTable.Pass, _ dropout: Dropout?, _ compute: Compute) -> Matrix {
    guard let dropout else { return pass.rows }
    let rows = compute.arena.matrix(rows: pass.rows.rows, columns: pass.rows.columns)
    rows.copy(from: pass.rows)
    compute.apply(dropout, to: rows)
    return rows
  }

  /// Computes Kʳ and Qʳ from rows `[W, H]`.
  func made(_ rows: Matrix, _ projections: Linear, _ compute: Compute) -> Products {
    let arena = compute.arena, hidden = rows.columns
    func product(_ own: Linear?, _ range: Range<Int>) -> Matrix {
      let out = arena.matrix(rows: rows.rows, columns: hidden), mark = arena.mark
      defer { arena.release(mark) }
      let weights = own.map { $0.folded(compute) } ?? projections.folded(compute).rows(range)
      compute.multiply(
        rows.operand, weights.transpose, into: out, .bias(own?.bias.value ?? projections.bias.value.columns(range)))
      return out
    }
    return Products(
      keys: meetsQueries ? product(positionKey, hidden..<2 * hidden) : nil,
      queries: meetsKeys ? product(positionQuery, 0..<hidden) : nil)
  }

  // MARK: Tables

  /// qᵢ·Kʳ and kⱼ·Qʳ for the tokens and distances of a group, in the arena.
  func tables(
    _ attention: Attention, qkv: Matrix, _ distances: Products, _ group: DistanceTable.Group, _ compute: Compute
  ) -> DistanceTerms.Tables {
    let hidden = qkv.columns / 3, d = attention.headSize
    let made = DistanceTerms.Tables(
      queries: distances.keys.map { _ in makeTable(attention, group, compute.arena) },
      keys: distances.queries.map { _ in makeTable(attention, group, compute.arena) })
    let terms = [(made.queries, distances.keys, 0), (made.keys, distances.queries, hidden)].compactMap {
      table, products, first in table.flatMap { table in products.map { (table, $0, first) } }
    }
    let count = terms.count * group.tokens.count * group.rows.count * hidden
    compute.forEachPiece(terms.count * attention.heads, products: count) { piece, compute in
      let (table, products, first) = terms[piece / attention.heads], head = piece % attention.heads
      compute.multiply(
        qkv.columns(first + head * d..<first + (head + 1) * d).rows(group.tokens).operand,
        products.rows(group.rows).columns(head * d..<(head + 1) * d).transpose, into: part(head, of: table, group))
    }
    return made
  }

  /// A table `[A·t, columns]` in the arena, for the t tokens of a group. The distance between rows is an odd number of
  /// cache lines: the kernel walks down columns, and even distances would use only a few sets of the cache.
  func makeTable(_ attention: Attention, _ group: DistanceTable.Group, _ arena: Arena) -> Matrix {
    let lines = (group.rows.count + 15) / 16
    return arena.matrix(rows: attention.heads * group.tokens.count, columns: 16 * (lines | 1))
      .columns(0..<group.rows.count)
  }

  /// A head's rows of a table.
  func part(_ head: Int, of table: Matrix, _ group: DistanceTable.Group) -> Matrix {
    table.rows(head * group.tokens.count..<(head + 1) * group.tokens.count)
  }
}
