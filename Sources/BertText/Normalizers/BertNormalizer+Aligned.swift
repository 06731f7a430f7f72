extension BertNormalizer: Normalizer {
  /// The steps of the reference, in its order.
  func normalize(_ text: inout AlignedText) {
    if cleanText {
      text.remove { $0 == 0 || $0 == 0xFFFD || ReferenceUnicode.isControl($0) }
      text.expand { scalar, emit in emit(ReferenceUnicode.isWhitespace(scalar) ? 0x20 : scalar) }
    }
    if handleChineseChars {
      text.expand { scalar, emit in
        let isIdeograph = ReferenceUnicode.isIdeograph(scalar)
        if isIdeograph { emit(0x20) }
        emit(scalar)
        if isIdeograph { emit(0x20) }
      }
    }
    if stripsAccents {
      UnicodeForm.canonicalDecomposition.normalize(&text)
      text.remove(where: ReferenceUnicode.isNonspacingMark)
    }
    if lowercase { Lowercase().normalize(&text) }
  }
}
