import CICU

/// The libraries of the system that texts go through.
package enum TextLibraries {
  /// Their names and versions: of ICU the one that runs, of SentencePiece the one that the program was built with.
  package static var versions: [(name: String, version: String)] {
    let icu = cicu_version()
    return [("ICU", "\(icu / 256).\(icu % 256)"), ("SentencePiece", TokenizerLoader.sentencePieceVersion)]
  }
}
