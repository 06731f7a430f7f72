/// The formats of word vectors that can be read, recognized by their content.
public enum VectorFileFormat: String, Sendable, Codable {
  /// GloVe's text: lines with a word and its numbers.
  case glove = "GloVe text"
  /// word2vec's text and fastText's `.vec`: the same, after a line with the two sizes.
  case word2vecText = "word2vec text"
  /// word2vec's binary format: a line with the two sizes, then words and binary numbers.
  case word2vecBinary = "word2vec binary"
  /// fastText's `.bin`.
  case fastText = "fastText .bin"
  /// The format of `bertft vectors convert`, a safetensors file.
  case native

  /// Recognizes the format of an input.
  ///
  /// The first row after the sizes distinguishes word2vec's text from the binary format: in a text it has as many
  /// numbers as stated.
  ///
  /// - Throws: `empty`, `unknownFormat`, `headerMalformed`, and what reading throws.
  init(of input: VectorInput) throws(VectorFileError) {
    guard try input.require(1) else { throw VectorFileError(.empty, file: input.path) }
    _ = try input.require(1 << 16)
    let (bytes, window) = (input.bytes, input.window)
    let head = bytes[window.prefix(9)]
    if FastTextModelReader.isMagic(head) {
      self = .fastText
      return
    }
    if head.count == 9, head.last == UInt8(ascii: "{"), head.dropFirst(4).prefix(4).allSatisfy({ $0 == 0 }) {
      self = .native
      return
    }
    let first = bytes[window].firstIndex(of: 0x0A).map { window.lowerBound..<$0 } ?? window
    var fields = TextFields()
    fields.find(bytes, first)
    guard let sizes = WordVectorSizes(bytes, fields.ranges) else {
      self = try TextVectorLayout(of: input).sizes == nil ? .glove : .word2vecText
      return
    }
    try sizes.check(file: input.path)
    let rest = first.upperBound + 1
    let second = bytes[min(rest, window.upperBound)..<window.upperBound].prefix { $0 != 0x0A }
    fields.find(bytes, second.indices)
    // The row may be longer than the window. Then the complete numbers decide, which excludes the last.
    let isWhole = second.endIndex < window.upperBound || !((try? input.require(window.count + 1)) ?? false)
    let numbers = fields.ranges.dropFirst().dropLast(isWhole ? 0 : 1).suffix(sizes.dimensions)
    self =
      !numbers.isEmpty
        && numbers.allSatisfy({ DecimalNumber.parse(bytes, $0) != nil || DecimalNumber.hasDecimalComma(bytes, $0) })
      ? .word2vecText : .word2vecBinary
  }
}

/// The two numbers in the first line of word2vec's formats.
struct WordVectorSizes {
  let words: Int
  let dimensions: Int

  /// nil unless the line holds two natural numbers and nothing else.
  init?(_ bytes: [UInt8], _ fields: [Range<Int>]) {
    guard fields.count == 2, let words = DecimalNumber.natural(bytes, fields[0]),
      let dimensions = DecimalNumber.natural(bytes, fields[1])
    else { return nil }
    self.words = words
    self.dimensions = dimensions
  }

  func check(file: String) throws(VectorFileError) {
    guard words > 0 else { throw VectorFileError(.noWords, file: file, at: .line(1)) }
    guard words <= VectorLimits.words else { throw VectorFileError(.headerMalformed, file: file, at: .line(1)) }
    guard (1...VectorLimits.dimensions).contains(dimensions) else {
      throw VectorFileError(.dimensions(dimensions), file: file, at: .line(1))
    }
  }
}
