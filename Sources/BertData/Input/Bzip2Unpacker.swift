import SystemBzip2

/// Decompresses bzip2 with libbz2.
struct Bzip2Unpacker: Unpacker {
  private let state: State

  /// libbz2 keeps the stream's address, so it lives on the heap.
  private final class State {
    var stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
    var isReady = false

    init() {
      stream.initialize(to: bz_stream())
      begin()
    }

    func begin() { isReady = BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK }

    func end() {
      if isReady { BZ2_bzDecompressEnd(stream) }
      isReady = false
    }

    deinit {
      end()
      stream.deallocate()
    }
  }

  /// Nil where libbz2 cannot allocate its memory.
  init?() {
    state = State()
    if !state.isReady { return nil }
  }

  mutating func unpack(
    _ input: ArraySlice<UInt8>, into output: inout [UInt8], from start: Int
  ) throws(UnpackingFault) -> UnpackedPiece {
    let stream = state.stream
    let (room, offered) = (output.count - start, input.count)
    let code = input.withUnsafeBytes { source in
      output.withUnsafeMutableBytes { target -> Int32 in
        stream.pointee.next_in = source.baseAddress.map {
          UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: CChar.self))
        }
        stream.pointee.avail_in = UInt32(offered)
        stream.pointee.next_out = target.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) + start }
        stream.pointee.avail_out = UInt32(room)
        return BZ2_bzDecompress(stream)
      }
    }
    guard code == BZ_OK || code == BZ_STREAM_END else { throw .damaged }
    return UnpackedPiece(
      taken: offered - Int(stream.pointee.avail_in), given: room - Int(stream.pointee.avail_out),
      isMemberEnd: code == BZ_STREAM_END)
  }

  mutating func restart() -> Bool {
    state.end()
    state.stream.pointee = bz_stream()
    state.begin()
    return state.isReady
  }
}
