import BertKernels
import BertText

/// Tokens to a sentence's vector by a table: the mean of their rows. Legend: `B` sequences, `T` tokens in all.
struct StaticPipeline: VectorPipeline {
  /// `[V, D]`, never written to.
  let table: Matrix
  /// Whether vectors are brought to length 1; one without a token stays zero.
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
