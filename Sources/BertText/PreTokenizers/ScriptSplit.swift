/// Splits where the script changes (`UnicodeScripts` of the `tokenizers` crate, after SentencePiece's own rule).
///
/// A space, and what has no script, belongs to the piece before it. At the start of a text there is none before it: the
/// reference drops it.
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
