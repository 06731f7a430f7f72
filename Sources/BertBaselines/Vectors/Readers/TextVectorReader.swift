/// Reads GloVe's text, word2vec's text and fastText's `.vec`.
///
/// Sources: stanfordnlp/GloVe (`save_params`), tmikolov/word2vec, facebookresearch/fastText (`saveVectors`).
struct TextVectorReader {
  let input: VectorInput
  let layout: TextVectorLayout
  /// The number of lines with a blank word: they begin with the separator, and no lookup can find them.
  private(set) var blankWords = 0

  /// Inspects the first lines of the input.
  ///
  /// - Throws: What ``TextVectorLayout`` throws.
  init(_ input: VectorInput) throws(VectorFileError) {
    self.input = input
    layout = try TextVectorLayout(of: input)
  }

  /// Reads all rows, in the order of the file.
  ///
  /// The word is the text before the last `D` numbers; it may contain spaces (``WordRest``).
  ///
  /// - Parameter row: Called with each word's bytes and vector.
  mutating func read(_ row: (ArraySlice<UInt8>, [Float]) throws -> Void) throws {
    var number = 0
    var dimensions = layout.dimensions
    let promised = layout.sizes?.words
    var isAboveVectors = layout.sizes != nil
    var isAboveSizes = layout.foreignLine != nil
    var hasSpacedWords = layout.hasSpacedWords
    var found = 0
    var fields = TextFields()
    var vector: [Float] = []
    while let line = try input.line(number + 1) {
      number += 1
      fields.find(input.bytes, line)
      if fields.ranges.isEmpty { continue }
      if isAboveSizes {
        isAboveSizes = false
        continue
      }
      if isAboveVectors {
        isAboveVectors = false
        continue
      }
      if dimensions == 0 {
        dimensions = fields.ranges.count - 1
        if dimensions == 0 { throw error(.noNumbers, number) }
        guard dimensions <= VectorLimits.dimensions else { throw error(.dimensions(dimensions), number) }
      }
      guard fields.ranges.count > dimensions else {
        let isWordless = fields.ranges.count == dimensions && DecimalNumber.parse(input.bytes, fields.ranges[0]) != nil
        // A line that begins with the separator has a blank word; in any other the word is missing.
        if isWordless, fields.ranges[0].lowerBound > line.lowerBound {
          blankWords += 1
          found += 1
          continue
        }
        throw error(
          isWordless ? .wordMissing : .fieldCount(expected: dimensions, found: fields.ranges.count - 1), number)
      }
      let numbers = fields.ranges.suffix(dimensions)
      let rest = WordRest(bytes: input.bytes, line: fields.ranges, dimensions: dimensions)
      if let stray = rest.strayNumber(hasSpacedWords: hasSpacedWords) {
        throw error(.numberInWord(Self.shown(input.bytes[stray]), dimensions: dimensions), number)
      }
      hasSpacedWords = hasSpacedWords || rest.isPlain
      let word = input.bytes[fields.ranges[0].lowerBound..<fields.ranges[numbers.startIndex - 1].upperBound]
      guard word.count <= VectorLimits.wordBytes else {
        throw error(.wordTooLong(limit: VectorLimits.wordBytes), number)
      }
      vector.removeAll(keepingCapacity: true)
      for range in numbers {
        guard let value = DecimalNumber.parse(input.bytes, range) else {
          let shown = Self.shown(input.bytes[range])
          let isComma = DecimalNumber.hasDecimalComma(input.bytes, range)
          throw error(isComma ? .decimalComma(shown) : .notANumber(shown), number)
        }
        guard value.isFinite else { throw error(.notFinite(Self.shown(word)), number) }
        vector.append(value)
      }
      found += 1
      if let promised, found > promised { throw error(.rowCount(expected: promised, found: found), number) }
      try row(word, vector)
    }
    if let promised, found < promised { throw error(.rowCount(expected: promised, found: found), number) }
  }

  private func error(_ rule: VectorFileError.Rule, _ line: Int) -> VectorFileError {
    VectorFileError(rule, file: input.path, at: .line(line))
  }

  /// Bytes as text for a message: shortened, on one line.
  static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for scalar in String(decoding: bytes.prefix(80), as: UTF8.self).unicodeScalars.prefix(40) {
      text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "?" : scalar)
    }
    return bytes.count > 80 ? text + "…" : text
  }
}
