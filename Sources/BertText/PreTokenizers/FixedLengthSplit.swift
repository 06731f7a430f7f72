/// Cuts a text into pieces of so many scalars; the last one may be shorter (`FixedLength` of the `tokenizers` crate).
struct FixedLengthSplit: PreTokenizer {
  /// The scalars of a piece, at least 1.
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
