/// Inverted dropout at one site of the network in one step: each element is zeroed with probability p, the others are
/// multiplied by 1 / (1 − p).
///
/// Whether an element is kept depends only on the seed, the step, the site, and the element's row and column.
package struct Dropout: Sendable {
  let seed: UInt64
  let step: UInt64
  let site: UInt32
  let threshold: UInt64
  let scale: Float
  /// The rows of the whole batch that the matrices hold, where it is computed in parts.
  let slice: Slice

  /// Consecutive rows of a batch. Elements are numbered by their row in the whole batch, so that the mask is the same
  /// whether the batch is computed in parts or at once.
  package struct Slice: Sendable, Equatable {
    /// Rows of the batch before the slice.
    let first: Int
    /// Rows of the whole batch; nil where the slice is the whole batch.
    let total: Int?

    package init(first: Int, total: Int) {
      self.first = first
      self.total = total
    }

    private init() { (first, total) = (0, nil) }

    /// The slice where each row is repeated `count` times, one after the other.
    package func times(_ count: Int) -> Slice {
      guard count > 1, let total else { return self }
      return Slice(first: count * first, total: count * total)
    }

    /// All rows.
    package static let whole = Slice()
  }

  /// - Parameters:
  ///   - probability: p, from 0 to below 1.
  ///   - seed: The seed of the run.
  ///   - step: The number of the training step.
  ///   - site: The number of the site, which differs between all uses of dropout in the network.
  ///   - slice: The rows of the batch that the matrices hold.
  /// - Returns: nil where p is 0.
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
  /// - Parameter column: The column of the first element, a multiple of 16.
  @inline(__always)
  func apply(to x: UnsafeMutablePointer<Float>, row: Int, column: Int, count: Int, _ kernels: any RowKernels.Type) {
    kernels.dropout(
      x, group: column / 16, row: word(row), step: step & 0xFFFF_FFFF, site: siteWord, key: seed,
      threshold: UInt32(truncatingIfNeeded: threshold), scale: scale, count)
  }

  /// x := dropout(x + bias) + residual, for elements as in ``apply(to:row:column:count:_:)``.
  ///
  /// - Parameter kept: Where the result is stored in addition; nil for nowhere.
  @inline(__always)
  func addResidual(
    _ residual: UnsafePointer<Float>, bias: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>,
    keeping kept: UnsafeMutablePointer<Float>?, row: Int, column: Int, count: Int, _ kernels: any RowKernels.Type
  ) {
    kernels.dropoutResidual(
      x, bias: bias, residual: residual, keeping: kept, group: column / 16, row: word(row), step: step & 0xFFFF_FFFF,
      site: siteWord, key: seed, threshold: UInt32(truncatingIfNeeded: threshold), scale: scale, count)
  }

  /// The words of Philox's counter for a row and for the site.
  private func word(_ row: Int) -> UInt64 { UInt64(truncatingIfNeeded: row &+ slice.first) & 0xFFFF_FFFF }
  private var siteWord: UInt64 { (UInt64(site) << 16 ^ step >> 32) & 0xFFFF_FFFF }
}

extension Dropout {
  /// The row number of the attention scores of one head and token.
  ///
  /// - Parameter rows: The number of tokens in the slice.
  @inline(__always)
  func row(head: Int, token: Int, of rows: Int) -> Int { head &* (slice.total ?? rows) &+ token }
}

extension Compute {
  /// y := dropout(x), or x without one, and bias += Σ over the rows of y: the backward of dropout after a product with
  /// a bias, where x is still needed for the residual connection.
  ///
  /// - Parameters:
  ///   - dropout: The dropout of the forward pass.
  ///   - x: `[T, N]`.
  ///   - y: `[T, N]`, overwritten.
  ///   - bias: The gradient of the bias, `[1, N]`; nil where it is not trained.
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
