/// GloVe's text, word2vec's text and fastText's `.vec`.
///
/// Sources: stanfordnlp/GloVe (`save_params`), tmikolov/word2vec, facebookresearch/fastText (`saveVectors`).
struct TextVectorReader {
  let input: VectorInput
  /// Whether the first line states the sizes.
  let hasSizes: Bool

  /// Reads all rows, in the order of the file.
  ///
  /// The word is what stands before the last `D` numbers; it may hold spaces, as some in GloVe's largest files do.
  ///
  /// - Parameter row: is given the word's bytes and its vector.
  func read(_ row: (ArraySlice<UInt8>, [Float]) throws -> Void) throws {
    var number = 0
    var dimensions = 0
    var promised: Int?
    var found = 0
    var fields = TextFields()
    var vector: [Float] = []
    while let line = try input.line(number + 1) {
      number += 1
      fields.find(input.bytes, line)
      if hasSizes, number == 1 {
        guard let sizes = WordVectorSizes(input.bytes, fields.ranges) else {
          throw error(.headerMalformed, number)
        }
        try sizes.check(file: input.path)
        (promised, dimensions) = (sizes.words, sizes.dimensions)
        continue
      }
      if fields.ranges.isEmpty { continue }
      if dimensions == 0 {
        dimensions = fields.ranges.count - 1
        if dimensions == 0 { throw error(.noNumbers, number) }
        guard dimensions <= VectorLimits.dimensions else { throw error(.dimensions(dimensions), number) }
      }
      guard fields.ranges.count > dimensions else {
        // A line that begins with a space has lost its word: its first field is a number.
        let isWordless = fields.ranges.count == dimensions && DecimalNumber.parse(input.bytes, fields.ranges[0]) != nil
        throw error(
          isWordless ? .wordMissing : .fieldCount(expected: dimensions, found: fields.ranges.count - 1), number)
      }
      let numbers = fields.ranges.suffix(dimensions)
      let word = input.bytes[fields.ranges[0].lowerBound..<fields.ranges[numbers.startIndex - 1].upperBound]
      guard word.count <= VectorLimits.wordBytes else {
        throw error(.wordTooLong(limit: VectorLimits.wordBytes), number)
      }
      vector.removeAll(keepingCapacity: true)
      for range in numbers {
        guard let value = DecimalNumber.parse(input.bytes, range) else {
          throw error(.notANumber(Self.shown(input.bytes[range])), number)
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

  /// Bytes as text on one line and not too long.
  static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for scalar in String(decoding: bytes.prefix(80), as: UTF8.self).unicodeScalars.prefix(40) {
      text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "?" : scalar)
    }
    return bytes.count > 80 ? text + "…" : text
  }
}
