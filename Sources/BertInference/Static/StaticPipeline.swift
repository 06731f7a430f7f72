import BertKernels
import BertText

/// Computes a sentence's vector from a table: the mean of the rows of its tokens. Legend: `B` sequences, `T` tokens in
/// all, `V` rows of the table, `D` dimensions.
struct StaticPipeline: VectorPipeline {
  /// `[V, D]`, only read.
  let table: Matrix
  /// Whether vectors are normalized to length 1; the vector of a sequence without tokens stays zero.
  let normalizes: Bool

  var dimensions: Int { table.columns }

  /// Computes the vectors of a batch, `[B, D]`.
  func run(_ batch: TokenBatch, into out: Matrix, compute: Compute) {
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let rows = arena.matrix(rows: batch.tokenCount, columns: dimensions)  // [T, D]
    compute.gather([(table, batch.ids)], into: rows)
    compute.pool(.mean, rows, boundaries: batch.boundaries, into: out)
    if normalizes { compute.normalizeRows(out) }
  }
}
