/// Decompresses a stream piece by piece in constant memory.
protocol Unpacker {
  /// Decompresses `input` into `output` until either is used up or a member of the stream ends. With no input it writes
  /// what it still holds.
  ///
  /// - Parameters:
  ///   - input: compressed bytes.
  ///   - output: where the content goes, at most to its end.
  ///   - start: the index in `output` of the first byte that is written.
  /// - Throws: `UnpackingFault.damaged`, `.windowTooLarge`.
  mutating func unpack(
    _ input: ArraySlice<UInt8>, into output: inout [UInt8], from start: Int
  ) throws(UnpackingFault) -> UnpackedPiece

  /// Prepares for another member after the one that ended.
  ///
  /// - Returns: false where the library fails.
  mutating func restart() -> Bool
}

/// What one call of an ``Unpacker`` did: how many bytes it read and wrote, and whether a member ended.
struct UnpackedPiece {
  var taken: Int
  var given: Int
  var isMemberEnd: Bool
}

/// Why a compressed stream cannot be decompressed.
package enum UnpackingFault: Error, Equatable {
  /// Its bytes do not follow the format.
  case damaged
  /// It ends within a member.
  case cutShort
  /// Its window is larger than is supported: `zstd --long=28` and above, or `--ultra` with it.
  case windowTooLarge
}
