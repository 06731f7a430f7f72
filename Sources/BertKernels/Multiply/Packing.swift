import BertKernelsAVX512

/// Packing: copies a factor into the order in which the tile reads it.
///
/// ```
///   A block, panels of 6 rows:        B block, panels of 16 columns:
///   rows 0-5    k0: a00 a10 … a50     columns 0-15   k0: b0,0 … b0,15
///               k1: a01 a11 … a51                    k1: b1,0 … b1,15
///   rows 6-11   k0: …                 columns 16-31  k0: …
/// ```
/// (12 and 32 for AVX-512.) Each panel holds `depth` consecutive steps. Rows or columns beyond the edge are zeros, so
/// that the tile needs no case for remainders; no shape reads or writes outside the buffers.
extension TileShape {
  /// Packs a block of A, `[rows, depth]`, from its element (row, step) on.
  func packA(
    _ a: StridedView, row: Int, rows count: Int, step: Int, depth: Int, into destination: UnsafeMutablePointer<Float>
  ) {
    if lanes == 16 {
      packPanels(
        a.at(row, step), along: a.columnStride, across: a.rowStride, depth: depth, count: count, width: rows,
        into: destination)
      return
    }
    for i in stride(from: 0, to: count, by: rows) {
      pack(
        a.at(row &+ i, step), along: a.columnStride, across: a.rowStride, depth: depth, count: min(rows, count &- i),
        width: rows, into: destination + i &* depth)
    }
  }

  /// Packs panels of B, `[depth, columns]`, from its element (step, column) on.
  func packB(
    _ b: StridedView, step: Int, depth: Int, column: Int, columns count: Int,
    into destination: UnsafeMutablePointer<Float>
  ) {
    if lanes == 16 {
      packPanels(
        b.at(step, column), along: b.rowStride, across: b.columnStride, depth: depth, count: count, width: columns,
        into: destination)
      return
    }
    for j in stride(from: 0, to: count, by: columns) {
      pack(
        b.at(step, column &+ j), along: b.rowStride, across: b.columnStride, depth: depth,
        count: min(columns, count &- j), width: columns, into: destination + j &* depth)
    }
  }

  /// Packs one panel: place c (a row of A or a column of B) of step k goes to `destination[k · width + c]`.
  ///
  /// - Parameters:
  ///   - along: Floats from one step to the next.
  ///   - across: Floats from one place to the next. One of the two is 1.
  ///   - count: The number of places; those from `count` to `width` become zeros.
  @inline(__always)
  private func pack(
    _ source: UnsafePointer<Float>, along: Int, across: Int, depth: Int, count: Int, width: Int,
    into destination: UnsafeMutablePointer<Float>
  ) {
    var place = 0
    while place < width {
      let lanes = min(8, width &- place)
      let from = source + place &* across, to = destination + place
      if place &+ lanes > count {
        // At the edge: the existing places, then zeros.
        let there = max(0, count &- place)
        for k in 0..<depth {
          for c in 0..<there { to[k &* width &+ c] = from[k &* along &+ c &* across] }
          for c in there..<lanes { to[k &* width &+ c] = 0 }
        }
      } else if across == 1 {
        copySteps(from, along: along, depth: depth, lanes: lanes, width: width, into: to)
      } else {
        transposeSteps(from, across: across, depth: depth, lanes: lanes, width: width, into: to)
      }
      place &+= 8
    }
  }

  /// Packs 4, 6 or 8 places that are contiguous in memory, step by step.
  @inline(__always)
  private func copySteps(
    _ source: UnsafePointer<Float>, along: Int, depth: Int, lanes: Int, width: Int,
    into destination: UnsafeMutablePointer<Float>
  ) {
    var s = source, d = destination
    for _ in 0..<depth {
      switch lanes {
      case 8: store(load(s), d)
      case 6:
        storeFour(loadFour(s), d)
        storeTwo(UnsafeRawPointer(s + 4).loadUnaligned(as: SIMD2<Float>.self), d + 4)
      default: storeFour(loadFour(s), d)
      }
      s += along
      d += width
    }
  }

  /// Packs 4, 6 or 8 places whose steps are contiguous in memory: eight steps at a time are transposed in registers.
  @inline(__always)
  private func transposeSteps(
    _ source: UnsafePointer<Float>, across: Int, depth: Int, lanes: Int, width: Int,
    into destination: UnsafeMutablePointer<Float>
  ) {
    var k = 0
    while k &+ 8 <= depth {
      let s = source + k
      // Places beyond `lanes` are not read: the buffer may end with the last row.
      let t = transpose8(
        (
          load(s), load(s, across), load(s, 2 &* across), load(s, 3 &* across),
          lanes > 4 ? load(s, 4 &* across) : F8(), lanes > 4 ? load(s, 5 &* across) : F8(),
          lanes > 6 ? load(s, 6 &* across) : F8(), lanes > 6 ? load(s, 7 &* across) : F8()
        ))
      let d = destination + k &* width
      storeFirst(lanes, t.0, d)
      storeFirst(lanes, t.1, d + width)
      storeFirst(lanes, t.2, d + 2 &* width)
      storeFirst(lanes, t.3, d + 3 &* width)
      storeFirst(lanes, t.4, d + 4 &* width)
      storeFirst(lanes, t.5, d + 5 &* width)
      storeFirst(lanes, t.6, d + 6 &* width)
      storeFirst(lanes, t.7, d + 7 &* width)
      k &+= 8
    }
    while k < depth {
      for c in 0..<lanes { destination[k &* width &+ c] = source[k &+ c &* across] }
      k &+= 1
    }
  }

  /// Stores the first 4, 6 or 8 lanes.
  @inline(__always)
  private func storeFirst(_ lanes: Int, _ value: F8, _ target: UnsafeMutablePointer<Float>) {
    if lanes == 8 {
      store(value, target)
    } else {
      storeFour(value.lowHalf, target)
      if lanes == 6 { storeTwo(value.highHalf.lowHalf, target + 4) }
    }
  }

  @inline(__always) private func loadFour(_ source: UnsafePointer<Float>) -> SIMD4<Float> {
    UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Float>.self)
  }
  @inline(__always) private func storeFour(_ value: SIMD4<Float>, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: value, as: SIMD4<Float>.self)
  }
  @inline(__always) private func storeTwo(_ value: SIMD2<Float>, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: value, as: SIMD2<Float>.self)
  }
}
