/// word2vec's binary format: a line with the two sizes, then for each word its bytes, a space and `D` Float32.
///
/// Source: tmikolov/word2vec, the end of `TrainModel`. Some writers add a line feed after each row, some do not.
struct BinaryVectorReader {
  let input: VectorInput

  /// Reads all rows in the order of the file.
  ///
  /// - Parameter row: Called with each word's bytes and vector.
  /// - Throws: ``VectorFileError``, and what `row` throws.
  func read(_ row: (ArraySlice<UInt8>, [Float]) throws -> Void) throws {
    var fields = TextFields()
    guard let line = try input.line(1) else { throw VectorFileError(.empty, file: input.path) }
    fields.find(input.bytes, line)
    guard let sizes = WordVectorSizes(input.bytes, fields.ranges) else {
      throw VectorFileError(.headerMalformed, file: input.path, at: .line(1))
    }
    try sizes.check(file: input.path)
    var vector = [Float](repeating: 0, count: sizes.dimensions)
    for found in 0..<sizes.words {
      try skipLineFeeds()
      guard try input.require(1) else {
        throw VectorFileError(
          .rowCount(expected: sizes.words, found: found), file: input.path, at: .byte(input.position))
      }
      let start = input.position
      let word = try input.word(endingIn: UInt8(ascii: " "))
      guard !word.isEmpty else { throw VectorFileError(.wordMissing, file: input.path, at: .byte(start)) }
      guard try input.floats(into: &vector) else {
        throw VectorFileError(.notFinite(TextVectorReader.shown(word[...])), file: input.path, at: .byte(start))
      }
      try row(word[...], vector)
    }
    try skipLineFeeds()
    if try input.require(1) {
      throw VectorFileError(.trailingBytes, file: input.path, at: .byte(input.position))
    }
  }

  private func skipLineFeeds() throws(VectorFileError) {
    while try input.require(1), input.bytes[input.window.lowerBound] == 0x0A { input.skip(1) }
  }
}
