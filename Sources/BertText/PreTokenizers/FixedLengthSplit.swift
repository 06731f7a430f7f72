/// Splits a text into pieces of a fixed number of scalars; the last may be shorter (`FixedLength` of the `tokenizers`
/// crate).
struct FixedLengthSplit: PreTokenizer {
  /// The number of scalars of a piece, at least 1.
  let length: Int

  func split(_ text: inout PieceText) {
    text.split { bytes, piece, emit in
      var start = piece.lowerBound
      var index = start
      var count = 0
      while index < piece.upperBound {
        index += UTF8Scan.scalar(bytes, at: index).length
        count += 1
        if count == length {
          emit(start..<index)
          start = index
          count = 0
        }
      }
      emit(start..<piece.upperBound)
    }
  }
}
