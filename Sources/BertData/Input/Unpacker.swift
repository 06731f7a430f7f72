/// Unpacks a stream piece by piece in constant memory.
protocol Unpacker {
  /// Unpacks from `input` into `output` until either is used up or a member of the stream ends. With no input it gives what
  /// it still holds.
  ///
  /// - Throws: `damaged`, `windowTooLarge`.
  mutating func unpack(
    _ input: ArraySlice<UInt8>, into output: inout [UInt8], from start: Int
  ) throws(UnpackingFault) -> UnpackedPiece

  /// Makes ready for another member behind the one that ended.
  mutating func restart() -> Bool
}

/// What one call of an ``Unpacker`` did: bytes taken and given, and whether the last byte of a member was.
struct UnpackedPiece {
  var taken: Int
  var given: Int
  var isMemberEnd: Bool
}

/// Why a packed stream cannot be unpacked.
package enum UnpackingFault: Error, Equatable {
  /// Its bytes are not what the packing writes.
  case damaged
  /// It ends within a member.
  case cutShort
  /// It looks farther back than is allowed here: `zstd --long=28` and above, or `--ultra` with it.
  case windowTooLarge
}
