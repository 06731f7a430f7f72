import CKernels

/// 16 × 32 or 32 × 32 sums of products of bytes on AMX tiles: C = A·B in Int32. The caller must have configured the
/// tiles.
///
/// `tdpbusd` multiplies unsigned bytes of A and signed bytes of B, four in a word, and adds the products in 32 bits,
/// like `vpdpbusd`. A row of a tile of A is a row of the matrix, so A needs no packing.
///
/// - Parameters:
///   - steps: The depth, in steps of 16 words, the depth of a tile.
///   - a: Rows of words, `aStride` words apart; as many are read as are computed.
///   - aStride: Words from one row of A to the next.
///   - b: Packed: 32 words, one of each column, for each word of the depth.
///   - c: The first sum, rows `stride` apart.
///   - stride: Values from one row of C to the next.
///   - isTall: Whether 32 rows are computed, and not 16.
package func byteTiles(
  steps: Int, _ a: UnsafePointer<Int32>, stride aStride: Int, _ b: UnsafePointer<Int32>,
  _ c: UnsafeMutablePointer<Int32>, stride: Int, isTall: Bool
) {
  #if arch(x86_64)
    let aBytes = aStride &* 4, bytes = stride &* 4
    var a = a, below = a + 16 &* aStride, b = b
    ck_tile_zero0()
    ck_tile_zero1()
    if isTall {
      ck_tile_zero2()
      ck_tile_zero3()
      for _ in 0..<steps {
        ck_tile_load6(b, 128)
        ck_tile_load4(a, aBytes)
        ck_tile_dot_bytes0()
        ck_tile_load7(b + 16, 128)
        ck_tile_dot_bytes1()
        ck_tile_load5(below, aBytes)
        ck_tile_dot_bytes2()
        ck_tile_dot_bytes3()
        a += 16
        below += 16
        b += 512
      }
      ck_tile_store2(c + 16 &* stride, bytes)
      ck_tile_store3(c + (16 &* stride &+ 16), bytes)
    } else {
      for _ in 0..<steps {
        ck_tile_load6(b, 128)
        ck_tile_load4(a, aBytes)
        ck_tile_dot_bytes0()
        ck_tile_load7(b + 16, 128)
        ck_tile_dot_bytes1()
        a += 16
        b += 512
      }
    }
    ck_tile_store0(c, bytes)
    ck_tile_store1(c + 16, bytes)
  #endif
}
