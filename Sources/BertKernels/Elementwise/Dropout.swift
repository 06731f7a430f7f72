/// Inverted dropout at one place of the network in one step: each element is zeroed with probability p, the others are
/// multiplied by 1 / (1 − p).
///
/// Whether an element stays depends only on the seed, the step, the site, and the element's row and column.
package struct Dropout: Sendable {
  let seed: UInt64
  let step: UInt64
  let site: UInt32
  let threshold: UInt64
  let scale: Float
  /// Which rows of the whole batch are at hand, where it is computed in parts.
  let slice: Slice

  /// A run of rows of a batch. Elements are numbered by their row in the whole batch, so that a batch that is computed
  /// in parts is masked as one that is not.
  package struct Slice: Sendable, Equatable {
    /// Rows of the batch before these.
    let first: Int
    /// Rows of the whole batch; `nil`: those at hand.
    let total: Int?

    package init(first: Int, total: Int) {
      self.first = first
      self.total = total
    }

    private init() { (first, total) = (0, nil) }

    /// All rows.
    package static let whole = Slice()
  }

  /// - Parameters:
  ///   - probability: p, from 0 to below 1.
  ///   - seed: The run's seed. - step: Counts training steps. - site: Tells the places of the network apart.
  ///   - slice: Which rows of the batch are at hand.
  /// - Returns: `nil` where p is 0: nothing is to be done.
  package init?(probability: Float, seed: UInt64, step: UInt64, site: UInt32, slice: Slice = .whole) {
    guard probability > 0 else { return nil }
    precondition(probability < 1, "dropout with probability 1 leaves nothing")
    self.seed = seed
    self.step = step
    self.site = site
    self.slice = slice
    threshold = UInt64((Double(probability) * 4_294_967_296).rounded())
    scale = 1 / (1 - probability)
  }

  /// Factors (0 or 1 / (1 − p)) for the 16 elements of `row` from column 16 · `group` on.
  @inline(__always)
  func factors(row: Int, group: Int) -> (F8, F8) {
    let row = row &+ slice.first
    let first = UInt64(truncatingIfNeeded: group &* 4)
    let r = Philox.random(
      (
        SIMD4(first, first &+ 1, first &+ 2, first &+ 3),
        SIMD4(repeating: UInt64(truncatingIfNeeded: row) & 0xFFFF_FFFF),
        SIMD4(repeating: step & 0xFFFF_FFFF), SIMD4(repeating: (UInt64(site) << 16 ^ step >> 32) & 0xFFFF_FFFF)
      ), key: seed)
    return (
      F8(lowHalf: factor(r.0), highHalf: factor(r.1)), F8(lowHalf: factor(r.2), highHalf: factor(r.3))
    )
  }

  /// The row under which the scores of one head and token count, of `rows` tokens at hand.
  @inline(__always)
  func row(head: Int, token: Int, of rows: Int) -> Int { head &* (slice.total ?? rows) &+ token }

  @inline(__always)
  private func factor(_ random: SIMD4<UInt64>) -> SIMD4<Float> {
    let drops = SIMD4<UInt32>(truncatingIfNeeded: random) .< SIMD4(repeating: UInt32(truncatingIfNeeded: threshold))
    return SIMD4(repeating: scale).replacing(with: 0, where: drops)
  }

  /// Multiplies elements `columns` of one row by their factors; `columns` begins at a multiple of 16.
  func apply(to x: Matrix, row: Int, columns: Range<Int>) {
    let values = x.row(row)
    var j = columns.lowerBound
    while j < columns.upperBound {
      let (low, high) = factors(row: row, group: j / 16)
      multiply(values + j, by: low, count: columns.upperBound - j)
      multiply(values + j + 8, by: high, count: columns.upperBound - j - 8)
      j += 16
    }
  }

  @inline(__always)
  private func multiply(_ values: UnsafeMutablePointer<Float>, by factors: F8, count: Int) {
    if count >= 8 {
      store(load(values) * factors, values)
    } else if count > 0 {
      store(load(UnsafePointer(values), first: count) * factors, values, first: count)
    }
  }
}

extension Compute {
  /// x := dropout(x). Backward is the same call on the gradient.
  package func apply(_ dropout: Dropout?, to x: Matrix) {
    guard let dropout else { return }
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows { dropout.apply(to: x, row: row, columns: 0..<x.columns) }
    }
  }
}
