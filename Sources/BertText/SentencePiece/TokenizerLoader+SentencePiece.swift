import CSentencePiece

extension TokenizerLoader {
  /// The version of libsentencepiece that the program was built with. Where two ways to cut a text are equally likely,
  /// versions choose differently (0.1.97 and 0.2.3 do).
  package static var sentencePieceVersion: String { String(cString: csp_version()) }
}
