/// The forms of word vectors that are read, told apart by content.
public enum VectorFileFormat: String, Sendable, Codable {
  /// GloVe's text: a word and its numbers a line.
  case glove = "GloVe text"
  /// word2vec's text and fastText's `.vec`: the same below a line with the two sizes.
  case word2vecText = "word2vec text"
  /// word2vec's binary form: a line with the two sizes, then words and raw numbers.
  case word2vecBinary = "word2vec binary"
  /// fastText's `.bin`.
  case fastText = "fastText .bin"
  /// The form of `bertft vectors convert`, a safetensors file.
  case native

  /// What an input holds.
  ///
  /// Text is told from word2vec's binary form by the first row below the sizes: in text, as many numbers as promised.
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
    // The row may be longer than what was looked at: then the numbers that are there decide, but for the last.
    let isWhole = second.endIndex < window.upperBound || !((try? input.require(window.count + 1)) ?? false)
    let numbers = fields.ranges.dropFirst().dropLast(isWhole ? 0 : 1).suffix(sizes.dimensions)
    self =
      !numbers.isEmpty
        && numbers.allSatisfy({ DecimalNumber.parse(bytes, $0) != nil || DecimalNumber.hasDecimalComma(bytes, $0) })
      ? .word2vecText : .word2vecBinary
  }
}

/// The two numbers in the first line of word2vec's forms.
struct WordVectorSizes {
  let words: Int
  let dimensions: Int

  /// Nil unless the line holds two natural numbers and nothing else.
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
