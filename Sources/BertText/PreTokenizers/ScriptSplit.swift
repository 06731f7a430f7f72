/// Splits where the script changes (`UnicodeScripts` of the `tokenizers` crate, after SentencePiece's rule).
///
/// Spaces and scalars without a script belong to the piece before them. At the start of a text they are dropped, as in
/// the reference.
struct ScriptSplit: PreTokenizer {
  func split(_ text: inout PieceText) {
    text.split { bytes, piece, emit in
      var start = piece.lowerBound
      var last: ReferenceScript?
      var index = start
      while index < piece.upperBound {
        let (scalar, length) = UTF8Scan.scalar(bytes, at: index)
        if let script = ReferenceScript(of: scalar), script != last {
          if last != nil { emit(start..<index) }
          start = index
          last = script
        }
        index += length
      }
      if last != nil { emit(start..<piece.upperBound) }
    }
  }
}
