import SystemZstd

/// Decompresses Zstandard (RFC 8878) with libzstd.
struct ZstdUnpacker: Unpacker {
  /// The base-2 logarithm of the largest window that a frame may ask for: 128 MiB, as `zstd` allows without `--long`.
  private static let widestWindow: Int32 = 27

  private let state: State

  /// libzstd's state, freed with its last owner.
  private final class State {
    let stream: OpaquePointer

    init?() {
      guard let stream = ZSTD_createDCtx() else { return nil }
      self.stream = stream
    }

    deinit { ZSTD_freeDCtx(stream) }
  }

  /// Nil where libzstd cannot allocate its memory.
  init?() {
    guard let state = State(),
      ZSTD_isError(ZSTD_DCtx_setParameter(state.stream, ZSTD_d_windowLogMax, Self.widestWindow)) == 0
    else { return nil }
    self.state = state
  }

  mutating func unpack(
    _ input: ArraySlice<UInt8>, into output: inout [UInt8], from start: Int
  ) throws(UnpackingFault) -> UnpackedPiece {
    var (taken, given, code) = (0, 0, 0)
    input.withUnsafeBytes { source in
      output.withUnsafeMutableBytes { target in
        var from = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var to = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: start)
        code = ZSTD_decompressStream(state.stream, &to, &from)
        (taken, given) = (from.pos, to.pos - start)
      }
    }
    guard ZSTD_isError(code) == 0 else {
      throw ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge ? .windowTooLarge : .damaged
    }
    return UnpackedPiece(taken: taken, given: given, isMemberEnd: code == 0)
  }

  mutating func restart() -> Bool { ZSTD_isError(ZSTD_DCtx_reset(state.stream, ZSTD_reset_session_only)) == 0 }
}
