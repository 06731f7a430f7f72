/// AdamW's running means of a matrix's gradients and of their squares, each in the sixteen bits of bfloat16.
///
/// A word of 32 bits holds both of an element, the mean of the gradients in its upper half, so that one pass reads and
/// writes as much as a matrix of Float32 takes.
package struct HalfMoments {
  /// `[rows, columns]` words, which as floats mean nothing.
  let words: Matrix

  /// Zeros.
  package init(rows: Int, columns: Int) { words = Matrix(rows: rows, columns: columns) }

  @inline(__always)
  func row(_ index: Int) -> UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(words.row(index)).assumingMemoryBound(to: UInt32.self)
  }

  /// Whether both means of a row are zero.
  package func isZero(row index: Int) -> Bool {
    let row = row(index)
    return (0..<words.columns).allSatisfy { row[$0] == 0 }
  }

  /// The mean of the gradients, `[rows, columns]`, in memory of its own.
  package var first: Matrix { values { $0 & 0xFFFF_0000 } }
  /// The mean of their squares.
  package var second: Matrix { values { $0 << 16 } }

  private func values(_ bits: (UInt32) -> UInt32) -> Matrix {
    let values = Matrix(rows: words.rows, columns: words.columns)
    for index in 0..<words.rows {
      let from = row(index), to = values.row(index)
      for j in 0..<words.columns { to[j] = Float(bitPattern: bits(from[j])) }
    }
    return values
  }

  /// Overwrites both means with values that bfloat16 has.
  package func copy(first: Matrix, second: Matrix) {
    for index in 0..<words.rows {
      let to = row(index), m = first.row(index), v = second.row(index)
      for j in 0..<words.columns { to[j] = m[j].bitPattern & 0xFFFF_0000 | v[j].bitPattern >> 16 }
    }
  }
}

extension Compute {
  /// One step of AdamW as ``adamW(_:value:gradient:first:second:isActive:)``, with means in bfloat16.
  ///
  /// The weights move by the means before these are rounded, so that rounding shows in later steps alone, and in the mean
  /// over many not at all.
  package func adamW(
    _ step: AdamWStep, value: Matrix, gradient: Matrix, moments: HalfMoments, rounding: StochasticRounding,
    isActive: [Bool]? = nil
  ) {
    forRanges(value.rows, width: value.columns) { range in
      for row in range {
        if isActive?[row] ?? true {
          update(
            step, value.row(row), gradient.row(row), moments.row(row), rounding, row: row, count: value.columns)
        } else if step.decay != 1 {
          forEachLanes(value.row(row), count: value.columns) { $0 * step.decay }
        }
      }
    }
  }

  private func update(
    _ step: AdamWStep, _ w: UnsafeMutablePointer<Float>, _ g: UnsafeMutablePointer<Float>,
    _ held: UnsafeMutablePointer<UInt32>, _ rounding: StochasticRounding, row: Int, count: Int
  ) {
    let inverse = 1 / step.secondCorrection
    /// The new weights and words of eight elements.
    @inline(__always)
    func next(_ w: F8, _ g: F8, _ held: SIMD8<UInt32>, _ random: SIMD8<UInt32>) -> (F8, SIMD8<UInt32>) {
      let gradient = g * step.gradientScale
      let first = floats(held & 0xFFFF_0000), second = floats(held &<< 16)
      let mean = fma(gradient - first, 1 - step.beta1, first)
      let square = fma(gradient * gradient, 1 - step.beta2, second * step.beta2)
      let denominator = fma(squareRoot(square), inverse, splat(step.epsilon))
      let upper = (bits(mean) &+ (random &>> 16)) & 0xFFFF_0000
      let lower = (bits(square) &+ (random & 0xFFFF)) &>> 16
      return (w * step.decay - mean / denominator * step.stepSize, upper | lower)
    }
    @inline(__always)
    func advance(_ at: Int, _ random: SIMD8<UInt32>) {
      let (weights, words) = next(load(w, at), load(g, at), load(held, at), random)
      store(weights, w, at)
      store(words, held, at)
    }
    var i = 0
    while i &+ 32 <= count {
      let random = rounding.words(row: row, group: i / 32)
      advance(i, random.0)
      advance(i &+ 8, random.1)
      advance(i &+ 16, random.2)
      advance(i &+ 24, random.3)
      i &+= 32
    }
    guard i < count else { return }
    let random = rounding.words(row: row, group: i / 32)
    for part in [random.0, random.1, random.2, random.3] where i < count {
      let lanes = Swift.min(8, count &- i)
      var old = SIMD8<UInt32>()
      for lane in 0..<lanes { old[lane] = held[i &+ lane] }
      let (weights, words) = next(
        load(UnsafePointer(w + i), first: lanes), load(UnsafePointer(g + i), first: lanes), old, part)
      store(weights, w + i, first: lanes)
      for lane in 0..<lanes { held[i &+ lane] = words[lane] }
      i &+= lanes
    }
  }
}

@inline(__always) private func floats(_ bits: SIMD8<UInt32>) -> F8 { unsafeBitCast(bits, to: F8.self) }
@inline(__always) private func bits(_ floats: F8) -> SIMD8<UInt32> { unsafeBitCast(floats, to: SIMD8<UInt32>.self) }

@inline(__always) private func load(_ pointer: UnsafeMutablePointer<UInt32>, _ index: Int) -> SIMD8<UInt32> {
  UnsafeRawPointer(pointer + index).loadUnaligned(as: SIMD8<UInt32>.self)
}

@inline(__always)
private func store(_ value: SIMD8<UInt32>, _ pointer: UnsafeMutablePointer<UInt32>, _ index: Int) {
  UnsafeMutableRawPointer(pointer + index).storeBytes(of: value, as: SIMD8<UInt32>.self)
}
