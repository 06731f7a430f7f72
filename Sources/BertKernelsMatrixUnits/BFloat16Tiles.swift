import CKernels

/// 32 × 32 sums from panels: C[0..<32, 0..<32] = A·B, or += where `accumulate`, on AMX tiles.
///
/// Four loads serve four products; a product takes 16 cycles, and a load 8. Prefetching the next panel made it slower,
/// as the load units are as busy as the multiplier.
///
/// - Parameters:
///   - steps: The depth, in steps of 32 values, the depth of a tile.
///   - a: A panel of A, see ``BFloat16Packing``.
///   - b: A panel of B.
///   - c: The first sum, rows `stride` apart.
func tiles32x32(
  steps: Int, _ a: UnsafePointer<UInt32>, _ b: UnsafePointer<UInt32>, _ c: UnsafeMutablePointer<Float>, stride: Int,
  accumulate: Bool
) {
  #if arch(x86_64)
    let bytes = stride &* 4
    if accumulate {
      ck_tile_load0(c, bytes)
      ck_tile_load1(c + 16, bytes)
      ck_tile_load2(c + 16 &* stride, bytes)
      ck_tile_load3(c + (16 &* stride &+ 16), bytes)
    } else {
      ck_tile_zero0()
      ck_tile_zero1()
      ck_tile_zero2()
      ck_tile_zero3()
    }
    var a = a, b = b
    for _ in 0..<steps {
      ck_tile_load6(b, 128)
      ck_tile_load4(a, 64)
      ck_tile_dot0()
      ck_tile_load7(b + 16, 128)
      ck_tile_dot1()
      ck_tile_load5(a + 256, 64)
      ck_tile_dot2()
      ck_tile_dot3()
      a += 512
      b += 512
    }
    ck_tile_store0(c, bytes)
    ck_tile_store1(c + 16, bytes)
    ck_tile_store2(c + 16 &* stride, bytes)
    ck_tile_store3(c + (16 &* stride &+ 16), bytes)
  #endif
}
