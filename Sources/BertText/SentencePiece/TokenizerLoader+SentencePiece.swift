import CSentencePiece

extension TokenizerLoader {
  /// The version of libsentencepiece that the program was built with. Versions choose differently where two
  /// segmentations of a text have equal scores (0.1.97 and 0.2.3 do).
  package static var sentencePieceVersion: String { String(cString: csp_version()) }
}
