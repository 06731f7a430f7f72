/// Packing: the copy that puts a factor into the order in which the tile reads it.
///
/// ```
///   A block, 6-row panels:            B block, 16-column panels:
///   rows 0-5    k0: a00 a10 … a50     columns 0-15   k0: b0,0 … b0,15
///               k1: a01 a11 … a51                    k1: b1,0 … b1,15
///   rows 6-11   k0: …                 columns 16-31  k0: …
/// ```
/// Each panel holds `depth` steps one behind the other. Rows or columns beyond the edge are zeros, so that the tile needs
/// no case for remainders; reading and writing stay inside the buffers for every shape.
enum Packing {
  /// Floats that the packed block takes.
  static func countA(rows: Int, depth: Int) -> Int {
    (rows + BlockSizes.tileRows - 1) / BlockSizes.tileRows * BlockSizes.tileRows * depth
  }
  static func countB(depth: Int, columns: Int) -> Int {
    (columns + BlockSizes.tileColumns - 1) / BlockSizes.tileColumns * BlockSizes.tileColumns * depth
  }

  /// Packs `rows × depth` of A from its element (row, step) on into panels of six rows.
  static func packA(
    _ a: StridedView, row: Int, rows: Int, step: Int, depth: Int, into destination: UnsafeMutablePointer<Float>
  ) {
    var target = destination
    var i = 0
    while i < rows {
      let height = min(6, rows &- i)
      let source = a.at(row &+ i, step)
      if height == 6, a.columnStride == 1 {
        target = packRows(source, stride: a.rowStride, depth: depth, into: target)
      } else if height == 6, a.rowStride == 1 {
        target = packColumns(source, stride: a.columnStride, depth: depth, into: target)
      } else {
        for k in 0..<depth {
          for r in 0..<6 {
            target[r] = r < height ? source[r &* a.rowStride &+ k &* a.columnStride] : 0
          }
          target += 6
        }
      }
      i &+= 6
    }
  }

  /// Six rows that lie along memory: squares of 8 steps are transposed in registers.
  @inline(__always)
  private static func packRows(
    _ source: UnsafePointer<Float>, stride: Int, depth: Int, into destination: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    var target = destination
    var k = 0
    while k &+ 8 <= depth {
      let s = source + k
      let t = transpose8((
        load(s), load(s, stride), load(s, 2 &* stride), load(s, 3 &* stride), load(s, 4 &* stride), load(s, 5 &* stride),
        F8(), F8()
      ))
      // Stores of eight lanes, six apart, each overwriting the two zeros of the one before; the last is cut short, for
      // behind it another thread's panel may lie.
      store(t.0, target)
      store(t.1, target, 6)
      store(t.2, target, 12)
      store(t.3, target, 18)
      store(t.4, target, 24)
      store(t.5, target, 30)
      store(t.6, target, 36)
      storeSix(t.7, target + 42)
      target += 48
      k &+= 8
    }
    while k < depth {
      for r in 0..<6 { target[r] = source[k &+ r &* stride] }
      target += 6
      k &+= 1
    }
    return target
  }

  /// Six rows that lie across memory: each step is six neighbours.
  @inline(__always)
  private static func packColumns(
    _ source: UnsafePointer<Float>, stride: Int, depth: Int, into destination: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    var target = destination
    var s = source
    for _ in 0..<depth {
      let four = UnsafeRawPointer(s).loadUnaligned(as: SIMD4<Float>.self)
      let two = UnsafeRawPointer(s + 4).loadUnaligned(as: SIMD2<Float>.self)
      UnsafeMutableRawPointer(target).storeBytes(of: four, as: SIMD4<Float>.self)
      UnsafeMutableRawPointer(target + 4).storeBytes(of: two, as: SIMD2<Float>.self)
      target += 6
      s += stride
    }
    return target
  }

  @inline(__always)
  private static func storeSix(_ value: F8, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: value.lowHalf, as: SIMD4<Float>.self)
    UnsafeMutableRawPointer(target + 4).storeBytes(of: value.highHalf.lowHalf, as: SIMD2<Float>.self)
  }

  /// Packs `depth × columns` of B from its element (step, column) on into panels of sixteen columns.
  static func packB(
    _ b: StridedView, step: Int, depth: Int, column: Int, columns: Int, into destination: UnsafeMutablePointer<Float>
  ) {
    var target = destination
    var j = 0
    while j < columns {
      let width = min(16, columns &- j)
      let source = b.at(step, column &+ j)
      if width == 16, b.columnStride == 1 {
        var s = source
        for _ in 0..<depth {
          store(load(s), target)
          store(load(s, 8), target, 8)
          target += 16
          s += b.rowStride
        }
      } else if width == 16, b.rowStride == 1 {
        target = packTransposed(source, stride: b.columnStride, depth: depth, into: target)
      } else {
        for k in 0..<depth {
          for c in 0..<16 {
            target[c] = c < width ? source[k &* b.rowStride &+ c &* b.columnStride] : 0
          }
          target += 16
        }
      }
      j &+= 16
    }
  }

  /// Sixteen columns that lie along memory: two squares for each 8 steps.
  @inline(__always)
  private static func packTransposed(
    _ source: UnsafePointer<Float>, stride: Int, depth: Int, into destination: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    var target = destination
    var k = 0
    while k &+ 8 <= depth {
      for half in 0..<2 {
        let s = source + (k &+ half &* 8 &* stride)
        let t = transpose8((
          load(s), load(s, stride), load(s, 2 &* stride), load(s, 3 &* stride), load(s, 4 &* stride),
          load(s, 5 &* stride), load(s, 6 &* stride), load(s, 7 &* stride)
        ))
        let e = target + half &* 8
        store(t.0, e)
        store(t.1, e, 16)
        store(t.2, e, 32)
        store(t.3, e, 48)
        store(t.4, e, 64)
        store(t.5, e, 80)
        store(t.6, e, 96)
        store(t.7, e, 112)
      }
      target += 128
      k &+= 8
    }
    while k < depth {
      for c in 0..<16 { target[c] = source[k &+ c &* stride] }
      target += 16
      k &+= 1
    }
    return target
  }
}
