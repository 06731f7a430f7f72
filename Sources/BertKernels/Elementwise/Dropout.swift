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

    /// The same where each row stands several times, one beside the other.
    package func times(_ count: Int) -> Slice {
      guard count > 1, let total else { return self }
      return Slice(first: count * first, total: count * total)
    }

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

  /// Multiplies the `count` elements of `row` that begin at `x` by their factors (0 or 1 / (1 − p)).
  ///
  /// - Parameter column: Of the first element; a multiple of 16.
  @inline(__always)
  func apply(to x: UnsafeMutablePointer<Float>, row: Int, column: Int, count: Int, _ kernels: any RowKernels.Type) {
    kernels.dropout(
      x, group: column / 16, row: word(row), step: step & 0xFFFF_FFFF, site: siteWord, key: seed,
      threshold: UInt32(truncatingIfNeeded: threshold), scale: scale, count)
  }

  /// x := dropout(x + bias) + residual, for elements as in ``apply(to:row:column:count:_:)``.
  ///
  /// - Parameter kept: Where x is stored besides; nil for nowhere.
  @inline(__always)
  func addResidual(
    _ residual: UnsafePointer<Float>, bias: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>,
    keeping kept: UnsafeMutablePointer<Float>?, row: Int, column: Int, count: Int, _ kernels: any RowKernels.Type
  ) {
    kernels.dropoutResidual(
      x, bias: bias, residual: residual, keeping: kept, group: column / 16, row: word(row), step: step & 0xFFFF_FFFF,
      site: siteWord, key: seed, threshold: UInt32(truncatingIfNeeded: threshold), scale: scale, count)
  }

  /// The words of Philox's counter that a row and the place of the network are.
  private func word(_ row: Int) -> UInt64 { UInt64(truncatingIfNeeded: row &+ slice.first) & 0xFFFF_FFFF }
  private var siteWord: UInt64 { (UInt64(site) << 16 ^ step >> 32) & 0xFFFF_FFFF }
}

extension Dropout {
  /// The row under which the scores of one head and token count, of `rows` tokens at hand.
  @inline(__always)
  func row(head: Int, token: Int, of rows: Int) -> Int { head &* (slice.total ?? rows) &+ token }
}

extension Compute {
  /// y := dropout(x), or x without one, and bias += Σ over the rows of y: backward of a dropout behind a product with a
  /// bias, whose gradient goes on to where x is needed as it is.
  ///
  /// - Parameters:
  ///   - x, y: `[T, N]`, of which y is overwritten. - bias: `[1, N]`; nil where it does not learn.
  package func apply(_ dropout: Dropout?, to x: Matrix, into y: Matrix, addingColumnSumsTo bias: Matrix?) {
    precondition(x.rows == y.rows && x.columns == y.columns)
    forRows(x.rows, addingColumnSumsOf: y, to: bias) { row in
      y.row(row).update(from: x.row(row), count: x.columns)
      dropout?.apply(to: y.row(row), row: row, column: 0, count: x.columns, kernel.rows)
    }
  }

  /// x := dropout(x). Backward is the same call on the gradient.
  package func apply(_ dropout: Dropout?, to x: Matrix) {
    guard let dropout else { return }
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows { dropout.apply(to: x.row(row), row: row, column: 0, count: x.columns, kernel.rows) }
    }
  }
}
