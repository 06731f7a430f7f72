import SystemZlib

/// Decompresses gzip with zlib's `inflate`.
struct GzipUnpacker: Unpacker {
  private let state: State

  /// zlib keeps the stream's address, so it lives on the heap.
  private final class State {
    var stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    var isReady = false

    init() {
      stream.initialize(to: z_stream())
      // 16 asks for gzip's header, 15 for the largest window.
      isReady = inflateInit2_(stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
      if isReady { inflateEnd(stream) }
      stream.deallocate()
    }
  }

  /// Nil where zlib cannot allocate its memory.
  init?() {
    state = State()
    if !state.isReady { return nil }
  }

  mutating func unpack(
    _ input: ArraySlice<UInt8>, into output: inout [UInt8], from start: Int
  ) throws(UnpackingFault) -> UnpackedPiece {
    let stream = state.stream
    let (room, offered) = (output.count - start, input.count)
    let code = input.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target -> Int32 in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.pointee.avail_in = UInt32(offered)
        stream.pointee.next_out = target.baseAddress.map { $0 + start }
        stream.pointee.avail_out = UInt32(room)
        return inflate(stream, Z_NO_FLUSH)
      }
    }
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw .damaged }
    return UnpackedPiece(
      taken: offered - Int(stream.pointee.avail_in), given: room - Int(stream.pointee.avail_out),
      isMemberEnd: code == Z_STREAM_END)
  }

  mutating func restart() -> Bool { inflateReset(state.stream) == Z_OK }
}
