/// Attention's arithmetic along rows, for all rows of a block in one call: the processor begins a row while it still
/// computes the sums of the one before. Rows of scores are `stride` apart.
extension RowArithmetic {
  /// One block of an online softmax over several rows, see ``softmaxBlock(_:scale:before:_:)``.
  ///
  /// - Parameters:
  ///   - scores: Overwritten with exponentials.
  ///   - isFirst: Whether this is the first block of its rows.
  ///   - maxima: The largest scaled score of each row over all blocks so far.
  ///   - sums: The sum of exponentials of each row over all blocks so far.
  ///   - corrections: The factor of each row for what was summed before this block; 0 in the first block.
  ///   - seen: The scores of the first row that are not masked, at least one in each row's first block; for each next
  ///     row, both ends are one greater. They may lie outside the block. Masked scores become 0.
  package static func softmaxRows(
    _ scores: UnsafeMutablePointer<Float>, stride: Int, rows: Int, scale: Float, isFirst: Bool,
    maxima: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>,
    corrections: UnsafeMutablePointer<Float>, seen: Range<Int>, _ count: Int
  ) {
    for row in 0..<rows {
      let at = scores + row &* stride, visible = hideRest(of: at, seen, row: row, count)
      guard visible.count > 0 else {
        corrections[row] = 1
        continue
      }
      let before = isFirst ? -.infinity : maxima[row]
      let block = softmaxBlock(at + visible.first, scale: scale, before: before, visible.count)
      let correction = isFirst ? 0 : expLanes(splat16(before - block[0]))[0]
      maxima[row] = block[0]
      sums[row] = isFirst ? block[1] : sums[row] * correction + block[1]
      corrections[row] = correction
    }
  }

  /// Over several rows, scores S become P∘M and gradients become dS, see
  /// ``attentionBackward(scores:gradients:factors:scale:logSum:delta:_:)``; `factors` have the layout of the scores.
  ///
  /// - Parameters:
  ///   - logSums: log Σ exp(score) of each row, `logSumStride` apart.
  ///   - deltas: δ of each row.
  ///   - seen: The scores of the first row that are not masked; for each next row, both ends are one greater. They may
  ///     lie outside the block. Masked scores and gradients become 0.
  package static func attentionBackwardRows(
    scores: UnsafeMutablePointer<Float>, gradients: UnsafeMutablePointer<Float>, factors: UnsafePointer<Float>?,
    stride: Int, rows: Int, scale: Float, logSums: UnsafePointer<Float>, logSumStride: Int,
    deltas: UnsafePointer<Float>, seen: Range<Int>, _ count: Int
  ) {
    for row in 0..<rows {
      let visible = hideRest(of: scores + row &* stride, seen, row: row, count)
      hideRest(of: gradients + row &* stride, seen, row: row, count)
      guard visible.count > 0 else { continue }
      let at = row &* stride &+ visible.first
      attentionBackward(
        scores: scores + at, gradients: gradients + at, factors: factors.map { $0 + at }, scale: scale,
        logSum: logSums[row &* logSumStride], delta: deltas[row], visible.count)
    }
  }

  /// Sets the masked ones of a row's `count` scores to 0.
  ///
  /// - Parameter seen: The scores of row 0 that are not masked; for each next row, both ends are one greater.
  /// - Returns: The first score that is not masked, and their number, which may be 0.
  @inline(__always) @discardableResult
  private static func hideRest(
    of x: UnsafeMutablePointer<Float>, _ seen: Range<Int>, row: Int, _ count: Int
  ) -> (first: Int, count: Int) {
    let end = max(0, min(seen.upperBound &+ row, count)), first = max(0, min(seen.lowerBound &+ row, end))
    if first > 0 { x.update(repeating: 0, count: first) }
    if end < count { (x + end).update(repeating: 0, count: count &- end) }
    return (first, end &- first)
  }

  /// x[r] := x[r] · factor + y[r], row by row; rows of y may overlap.
  package static func scaleAndAddRows(
    _ x: UnsafeMutablePointer<Float>, stride: Int, scale: Float, _ y: UnsafePointer<Float>, stride yStride: Int,
    rows: Int, _ count: Int
  ) {
    for row in 0..<rows {
      let x = x + row &* stride, y = y + row &* yStride
      @inline(__always) func body(_ i: Int, _ lanes: Int) {
        store(fma(load16(x, i, first: lanes), scale, load16(y, i, first: lanes)), x, i, first: lanes)
      }
      forEachVector(count, body)
    }
  }

  /// y[r] := x[r] · factors[r], row by row.
  package static func scaleRows(
    _ x: UnsafePointer<Float>, stride: Int, by factors: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    stride yStride: Int, rows: Int, _ count: Int
  ) {
    for row in 0..<rows { scale(x + row &* stride, by: factors[row], into: y + row &* yStride, count) }
  }

  /// y := x · factor, row by row.
  package static func scaleRows(
    _ x: UnsafePointer<Float>, stride: Int, by factor: Float, into y: UnsafeMutablePointer<Float>,
    stride yStride: Int, rows: Int, _ count: Int
  ) {
    for row in 0..<rows { scale(x + row &* stride, by: factor, into: y + row &* yStride, count) }
  }

  /// out[r] := Σ x[r]·y[r]
  package static func dotRows(
    _ x: UnsafePointer<Float>, stride: Int, _ y: UnsafePointer<Float>, stride yStride: Int, rows: Int,
    into out: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for row in 0..<rows { out[row] = dot(x + row &* stride, y + row &* yStride, count) }
  }

  /// Finishes an online softmax: sums become 1 / sum, and maxima become log Σ exp(score) = maximum + log(sum).
  package static func finishSoftmax(
    maxima: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let total = keep(first: lanes, of: load16(sums, i, first: lanes), else: 1)
      store(load16(maxima, i, first: lanes) + logLanes(total), maxima, i, first: lanes)
      store(1 / total, sums, i, first: lanes)
    }
    forEachVector(count, body)
  }
}
