import CICU

/// The system libraries that process texts.
package enum TextLibraries {
  /// Names and versions: the version of ICU at run time, and that of SentencePiece at build time.
  package static var versions: [(name: String, version: String)] {
    let icu = cicu_version()
    return [("ICU", "\(icu / 256).\(icu % 256)"), ("SentencePiece", TokenizerLoader.sentencePieceVersion)]
  }
}
