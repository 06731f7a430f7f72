import CKernels

/// Packs factors as words of two bfloat16 that are consecutive along the depth, rounded to nearest, ties to even.
///
/// ```
///   A, panels of 32 rows:                            B, panels of 32 columns:
///   steps 0-31   rows 0-15,  16 words each           steps 0, 1   column 0 … column 31, a word each
///                rows 16-31, 16 words each           steps 2, 3   …
///   steps 32-63  …
/// ```
/// So sixteen consecutive rows of words are a tile, with a stride of 64 bytes for A and 128 for B. Beyond the last row,
/// column and step, up to whole panels and 32 steps, there are zeros.
package enum BFloat16Packing {
  /// Packs a panel of A.
  ///
  /// - Parameters:
  ///   - a: Row i, step k at `a[i · rowStride + k · stepStride]`. Nothing beyond is read.
  ///   - rowStride: Values from one row to the next.
  ///   - stepStride: Values from one step to the next. One of the two strides is 1.
  ///   - rows: The number of rows, 1 to 32.
  ///   - depth: The number of steps.
  ///   - destination: 32 · depth / 2 words, with the depth rounded up to a multiple of 32.
  package static func packA(
    _ a: UnsafePointer<Float>, rowStride: Int, stepStride: Int, rows: Int, depth: Int,
    into destination: UnsafeMutablePointer<UInt32>
  ) {
    #if arch(x86_64)
      var step = 0, target = destination
      while step < depth {
        let steps = min(32, depth &- step)
        for half in 0..<2 {
          let first = 16 &* half, count = max(0, min(16, rows &- first))
          if stepStride == 1 {
            let from = a + (first &* rowStride &+ step)
            for i in 0..<count { store(words(from + i &* rowStride, count: steps), target, 16 &* i) }
            for i in count..<16 { store(Words(), target, 16 &* i) }
          } else if count == 0 {
            for i in 0..<16 { store(Words(), target, 16 &* i) }
          } else {
            let from = a + (first &* rowStride &+ step &* stepStride)
            if steps == 32, count == 16 {
              transpose16 {
                words(from + 2 &* $0 &* stepStride, from + (2 &* $0 &+ 1) &* stepStride)
              } _: {
                store($1, target, 16 &* $0)
              }
            } else {
              transpose16 {
                words(from + 2 &* $0 &* stepStride, stride: stepStride, steps: steps &- 2 &* $0, count: count)
              } _: {
                store($1, target, 16 &* $0)
              }
            }
          }
          target += 256
        }
        step &+= 32
      }
    #endif
  }

  /// Packs panels of B.
  ///
  /// - Parameters:
  ///   - b: Step k, column j at `b[k · stepStride + j · columnStride]`. Nothing beyond is read.
  ///   - stepStride: Values from one step to the next.
  ///   - columnStride: Values from one column to the next. One of the two strides is 1.
  ///   - depth: The number of steps.
  ///   - columns: The number of columns, which need not fill the last panel.
  ///   - destination: 32 · depth / 2 words for each panel, with the depth rounded up to a multiple of 32.
  package static func packB(
    _ b: UnsafePointer<Float>, stepStride: Int, columnStride: Int, depth: Int, columns: Int,
    into destination: UnsafeMutablePointer<UInt32>
  ) {
    #if arch(x86_64)
      let panel = (depth &+ 31) / 32 &* 512
      var step = 0
      while step < depth {
        let steps = min(32, depth &- step)
        var column = 0
        // Panel by panel for a few steps, so that few pages are read at a time.
        while column < columns {
          let target = destination + (column / 32 &* panel &+ step &* 16 &+ column % 32)
          let count = min(16, columns &- column)
          let from = b + (step &* stepStride &+ column &* columnStride)
          let isWhole = steps == 32 && count == 16
          if columnStride == 1 {
            for pair in 0..<16 {
              let rows = from + 2 &* pair &* stepStride
              let value =
                isWhole
                ? words(rows, rows + stepStride)
                : words(rows, stride: stepStride, steps: steps &- 2 &* pair, count: count)
              store(value, target, 32 &* pair)
            }
          } else if isWhole {
            transpose16 {
              words(from + $0 &* columnStride, count: 32)
            } _: {
              store($1, target, 32 &* $0)
            }
          } else {
            transpose16 {
              $0 < count ? words(from + $0 &* columnStride, count: steps) : Words()
            } _: {
              store($1, target, 32 &* $0)
            }
          }
          column &+= 16
        }
        if (columns &- 1) % 32 < 16 {
          let target = destination + ((columns &- 1) / 32 &* panel &+ step &* 16 &+ 16)
          for pair in 0..<16 { store(Words(), target, 32 &* pair) }
        }
        step &+= 32
      }
    #endif
  }

  #if arch(x86_64)
    /// Words of up to 32 contiguous steps of one row of A or column of B.
    @inline(__always)
    private static func words(_ p: UnsafePointer<Float>, count: Int) -> Words {
      count == 32 ? ck_bfloat16_of(load(p), load(p + 16)) : ck_bfloat16_of(load(p, count), load(p + 16, count &- 16))
    }

    /// Words of two steps of sixteen contiguous places.
    @inline(__always)
    private static func words(_ p: UnsafePointer<Float>, _ q: UnsafePointer<Float>) -> Words {
      ck_pair_halves(ck_bfloat16_of(load(p), load(q)))
    }

    /// The same at an edge, with at most `steps` steps and `count` places; the others are 0.
    @inline(__always)
    private static func words(_ p: UnsafePointer<Float>, stride: Int, steps: Int, count: Int) -> Words {
      guard steps > 0 else { return Words() }
      return ck_pair_halves(
        ck_bfloat16_of(load(p, count), steps > 1 ? load(p + stride, count) : SIMD16<Float>()))
    }

    @inline(__always)
    private static func load(_ p: UnsafePointer<Float>) -> SIMD16<Float> {
      UnsafeRawPointer(p).loadUnaligned(as: SIMD16<Float>.self)
    }

    /// The first `count` values, the others 0; touches no memory beyond them.
    @inline(__always)
    private static func load(_ p: UnsafePointer<Float>, _ count: Int) -> SIMD16<Float> {
      if count >= 16 { return load(p) }
      return count > 0 ? ck_load_first16(p, Int32(truncatingIfNeeded: count)) : SIMD16()
    }

    @inline(__always)
    private static func store(_ value: Words, _ p: UnsafeMutablePointer<UInt32>, _ index: Int) {
      UnsafeMutableRawPointer(p + index).storeBytes(of: value, as: Words.self)
    }
  #endif
}
