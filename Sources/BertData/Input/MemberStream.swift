/// The content of a packed file: its members unpacked one behind the other, in constant memory.
package struct MemberStream {
  private static let chunk = 1 << 16

  private let compression: Compression
  private var unpacker: any Unpacker
  /// Packed bytes that were read; those of `range` are still to be unpacked.
  private var packed: [UInt8]
  private var range: Range<Int>
  private var isWithinMember = true
  /// Whether the last piece filled its room, so that the unpacker may hold more.
  private var mayHoldMore = false

  /// - Parameters:
  ///   - compression: How the file is packed.
  ///   - start: Its first bytes, where they were read already.
  /// - Returns: nil where nothing is packed, or there is no memory to unpack with.
  package init?(_ compression: Compression, start: some Collection<UInt8> = []) {
    guard let unpacker = compression.unpacker() else { return nil }
    self.unpacker = unpacker
    self.compression = compression
    packed = Array(start) + [UInt8](repeating: 0, count: max(0, Self.chunk - start.count))
    range = 0..<start.count
  }

  /// Unpacks bytes into the array from a place on.
  ///
  /// - Parameters:
  ///   - read: Reads packed bytes into the array from the place on, as many as fit; 0 is the end of the file.
  ///   - failure: The error of a fault.
  /// - Returns: how many bytes there are now; 0 at the end of the last member.
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
          // What does not look like another member is padding to gzip and bzip2, and an error to zstd.
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
