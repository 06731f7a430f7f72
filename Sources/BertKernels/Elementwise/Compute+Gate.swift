/// Gated linear units (Dauphin et al., arXiv 1612.08083; with other functions, Shazeer, arXiv 2002.05202): one half of
/// the columns of a product, after an activation, scales the other half.
///
/// Legend: a the gate and b the gated values, each `[T, I]`, side by side in a pair `[T, 2I]`; f the activation.
extension Compute {
  /// out := f(a) ⊙ b. `out` may be one of the halves.
  ///
  /// - Parameters:
  ///   - activation: f.
  ///   - pair: a and b, `[T, 2I]`.
  ///   - gateFirst: Whether a is the first half.
  ///   - out: `[T, I]`.
  package func gate(_ activation: Activation, _ pair: Matrix, gateFirst: Bool, into out: Matrix) {
    let count = out.columns, a = gateFirst ? 0 : count, b = count - a
    precondition(pair.columns == 2 * count && pair.rows == out.rows)
    forRanges(out.rows, width: 2 * count) { rows in
      withGateBlock { gate in
        for row in rows {
          forEachGateBlock(of: count) { at, length in
            let from = pair.row(row) + at
            gate.update(from: from + a, count: length)
            activation.apply(to: gate, count: length, kernel.rows)
            multiplyLanes(from + b, gate, into: out.row(row) + at, count: length)
          }
        }
      }
    }
  }

  /// Backward of ``gate(_:_:gateFirst:into:)``: da = dy ⊙ b ⊙ f′(a), db = dy ⊙ f(a).
  ///
  /// - Parameters:
  ///   - activation: f.
  ///   - pair: a and b of the forward pass, `[T, 2I]`.
  ///   - gateFirst: Whether a is the first half.
  ///   - gradient: dy, `[T, I]`.
  ///   - out: da and db, `[T, 2I]`, in the order of a and b; may be `pair`.
  package func gateBackward(
    _ activation: Activation, _ pair: Matrix, gateFirst: Bool, gradient: Matrix, into out: Matrix
  ) {
    let count = gradient.columns, a = gateFirst ? 0 : count, b = count - a
    precondition(pair.columns == 2 * count && out.columns == pair.columns)
    precondition(pair.rows == gradient.rows && out.rows == pair.rows)
    forRanges(pair.rows, width: 3 * count) { rows in
      withGateBlock { gate in
        for row in rows {
          forEachGateBlock(of: count) { at, length in
            let from = pair.row(row) + at, to = out.row(row) + at, dy = gradient.row(row) + at
            gate.update(from: from + a, count: length)
            multiplyLanes(dy, from + b, into: to + a, count: length)
            activation.backward(x: gate, gradient: to + a, count: length, kernel.rows)
            multiplyLanes(dy, gate, into: to + b, count: length)
          }
        }
      }
    }
  }

  /// Columns of a row that are computed together: they stay in L1 from one step to the next.
  private static var gateBlock: Int { 512 }

  /// Calls `body` with memory for one block of gates.
  private func withGateBlock(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.gateBlock) { memory in
      if let first = memory.baseAddress { body(first) }
    }
  }

  /// Calls `body` with the first column of each block, and its number of columns.
  @inline(__always)
  private func forEachGateBlock(of count: Int, _ body: (_ at: Int, _ length: Int) -> Void) {
    for at in stride(from: 0, to: count, by: Self.gateBlock) { body(at, min(Self.gateBlock, count - at)) }
  }
}

/// out := x ⊙ y for `count` values; `out` may be either.
@inline(__always)
private func multiplyLanes(
  _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, count: Int
) {
  var i = 0
  while i &+ 8 <= count {
    store(load(x, i) * load(y, i), out, i)
    i &+= 8
  }
  while i < count {
    out[i] = x[i] * y[i]
    i &+= 1
  }
}
