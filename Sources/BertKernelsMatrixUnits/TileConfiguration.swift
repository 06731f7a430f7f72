import CKernels

/// The eight tile registers of the calling thread, each with 16 rows of 64 bytes: 16 × 16 sums, or 16 words of factors
/// per row.
///
/// Tiles belong to a thread and keep no values between calls of this module: each product configures them first and
/// releases them at the end. So threads need no preparation, and the system does not save the tiles of a thread that
/// uses none.
package enum TileConfiguration {
  /// Configures the tiles, runs `body` and releases them. This takes a tenth of a microsecond.
  @inline(__always)
  package static func use(_ body: () -> Void) {
    configure()
    body()
    release()
  }

  /// Configures the tiles of this thread, and sets them to zero.
  package static func configure() {
    #if arch(x86_64)
      // By the manual: palette 1; from byte 16 on, the bytes per row of each tile in 16 bits; from byte 48 on, its rows
      // in 8 bits.
      let bytes = SIMD8<UInt64>(1, 0, 0x0040_0040_0040_0040, 0x0040_0040_0040_0040, 0, 0, 0x1010_1010_1010_1010, 0)
      withUnsafePointer(to: bytes) { ck_tile_configure($0) }
    #endif
  }

  /// Ends the use of tiles on this thread.
  package static func release() {
    #if arch(x86_64)
      ck_tile_release()
    #endif
  }
}
