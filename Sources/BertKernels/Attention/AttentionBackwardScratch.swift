/// The buffers of attention's backward for one job, allocated in one thread's scratch memory.
struct AttentionBackwardScratch {
  let keysTransposed, valuesTransposed, keys, queryPanels, gradientPanels: UnsafeMutablePointer<Float>
  let scores, scoreGradients, factors, deltas, panel: UnsafeMutablePointer<Float>
  let queryGradient, keyGradient, valueGradient: UnsafeMutablePointer<Float>

  init(
    _ attention: Attention, _ products: any BlockKernel, _ blocks: AttentionBlocks,
    in memory: UnsafeMutablePointer<Float>
  ) {
    let sizes = Sizes(attention, products, blocks)
    var cursor = ScratchCursor(memory)
    keysTransposed = cursor.take(sizes.keyPanels)
    valuesTransposed = cursor.take(sizes.keyPanels)
    keys = cursor.take(sizes.keyRows)
    queryPanels = cursor.take(sizes.queryRows)
    gradientPanels = cursor.take(sizes.queryRows)
    scores = cursor.take(sizes.scores)
    scoreGradients = cursor.take(sizes.scores)
    factors = cursor.take(sizes.scores)
    deltas = cursor.take(sizes.queries)
    panel = cursor.take(sizes.panel)
    queryGradient = cursor.take(sizes.queryRows)
    keyGradient = cursor.take(sizes.keyRows)
    valueGradient = cursor.take(sizes.keyRows)
  }

  static func count(_ attention: Attention, _ products: any BlockKernel, _ blocks: AttentionBlocks) -> Int {
    let s = Sizes(attention, products, blocks)
    let pieces = [
      s.keyPanels, s.keyPanels, s.keyRows, s.queryRows, s.queryRows, s.scores, s.scores, s.scores, s.queries, s.panel,
      s.queryRows, s.keyRows, s.keyRows,
    ]
    return pieces.reduce(0) { $0 + ScratchCursor.rounded($1) }
  }

  private struct Sizes {
    let keyPanels, keyRows, queryRows, scores, queries, panel: Int

    init(_ attention: Attention, _ products: any BlockKernel, _ blocks: AttentionBlocks) {
      let shape = products.shape, d = attention.headSize, padded = shape.paddedColumns(d)
      keyPanels = shape.countB(depth: d, columns: blocks.length)
      // Blocks of keys extend to whole tiles of rows, wherever they begin.
      keyRows = (shape.paddedRows(blocks.length) + shape.rows) * padded
      queryRows = AttentionBlocks.mostQueries * padded
      scores = AttentionBlocks.mostScores
      queries = AttentionBlocks.mostQueries
      panel = products.panelCount(headSize: d)
    }
  }
}
