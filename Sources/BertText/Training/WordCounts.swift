/// The frequencies of a corpus's pieces, which a normalizer and a pre-tokenizer make.
struct WordCounts {
  private let normalizer: any Normalizer
  private let preTokenizer: any PreTokenizer
  private var text = PieceText(tracksOffsets: false)
  private var counts: [[UInt8]: Int] = [:]

  init(normalizer: any Normalizer, preTokenizer: any PreTokenizer) {
    self.normalizer = normalizer
    self.preTokenizer = preTokenizer
  }

  mutating func add(_ string: String) {
    var string = string
    string.withUTF8 { bytes in
      var aligned = AlignedText(bytes, offset: 0)
      normalizer.normalize(&aligned)
      text.set(aligned)
    }
    preTokenizer.split(&text)
    for piece in text.pieces { counts[Array(text.bytes[piece]), default: 0] += 1 }
  }

  /// The pieces as scalars with their counts, in the order of their bytes: the same for the same corpus.
  var words: [(scalars: [UInt32], count: Int)] {
    counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { bytes, count in
      (String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value), count)
    }
  }
}

extension [UInt32] {
  /// The scalars as text.
  var text: String {
    var text = ""
    for value in self { if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) } }
    return text
  }
}
