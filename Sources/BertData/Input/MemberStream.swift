/// The content of a compressed file: its members decompressed one after the other, in constant memory.
package struct MemberStream {
  private static let chunk = 1 << 16

  private let compression: Compression
  private var unpacker: any Unpacker
  /// Compressed bytes that were read; those of `range` are still to be decompressed.
  private var packed: [UInt8]
  private var range: Range<Int>
  private var isWithinMember = true
  /// Whether the last piece filled the output, so that the decompressor may hold more.
  private var mayHoldMore = false

  /// - Parameters:
  ///   - compression: how the file is compressed.
  ///   - start: its first bytes, where they were already read.
  /// - Returns: nil where the file is not compressed, or the library cannot allocate its memory.
  package init?(_ compression: Compression, start: some Collection<UInt8> = []) {
    guard let unpacker = compression.unpacker() else { return nil }
    self.unpacker = unpacker
    self.compression = compression
    packed = Array(start) + [UInt8](repeating: 0, count: max(0, Self.chunk - start.count))
    range = 0..<start.count
  }

  /// Decompresses bytes into an array.
  ///
  /// - Parameters:
  ///   - output: the array, which is filled from `start` at most to its end.
  ///   - start: the index of the first byte that is written.
  ///   - read: reads compressed bytes into an array from an index to at most its end, and returns how many; 0 is the
  ///     end of the file.
  ///   - failure: makes the error to throw for a fault.
  /// - Returns: how many bytes were written; 0 at the end of the last member.
  /// - Throws: what `read` throws, and what `failure` makes.
  package mutating func unpack<Failure: Error>(
    into output: inout [UInt8], from start: Int,
    read: (inout [UInt8], Int) throws(Failure) -> Int, failure: (UnpackingFault) -> Failure
  ) throws(Failure) -> Int {
    while true {
      // Four bytes tell whether another member begins.
      if range.count < (isWithinMember ? 1 : 4), !mayHoldMore {
        packed.replaceSubrange(0..<range.count, with: packed[range])
        let got = try read(&packed, range.count)
        range = 0..<range.count + got
        if got > 0, !isWithinMember, range.count < 4 { continue }
        if range.isEmpty {
          if isWithinMember { throw failure(.cutShort) }
          return 0
        }
      }
      if !isWithinMember {
        guard Compression(start: packed[range]) == compression, unpacker.restart() else {
          // Other bytes after a member are padding for gzip and bzip2, and an error for zstd.
          if compression == .zstd { throw failure(.damaged) }
          return 0
        }
        isWithinMember = true
      }
      let piece: UnpackedPiece
      do {
        piece = try unpacker.unpack(packed[range], into: &output, from: start)
      } catch {
        throw failure(error)
      }
      let hadInput = !range.isEmpty
      range = range.lowerBound + piece.taken..<range.upperBound
      isWithinMember = !piece.isMemberEnd
      mayHoldMore = isWithinMember && piece.given == output.count - start
      if piece.given > 0 { return piece.given }
      if hadInput, piece.taken == 0, isWithinMember { throw failure(.damaged) }
    }
  }
}
