/// The fields of a line between the first field of the word and the vector: the rest of a word with spaces, as in
/// GloVe's largest files, or excess numbers.
///
/// gensim accepts neither and stops with an error at the first such line. Here a word may contain spaces. Numbers
/// belong to a word only in a file that has words with spaces elsewhere, and only if they cannot belong to a vector.
struct WordRest {
  let bytes: [UInt8]
  let fields: ArraySlice<Range<Int>>
  /// The size of a vector.
  let dimensions: Int

  /// - Parameter line: The fields of the whole line, more than `dimensions`.
  init(bytes: [UInt8], line: [Range<Int>], dimensions: Int) {
    self.bytes = bytes
    fields = line.dropFirst().dropLast(dimensions)
    self.dimensions = dimensions
  }

  /// Whether these fields belong to a word with spaces beyond doubt.
  var isPlain: Bool { !fields.isEmpty && !fields.contains(where: isNumber) }

  /// The first number that does not belong to the word; nil if there is none.
  ///
  /// - Parameter hasSpacedWords: Whether the file has words with spaces elsewhere.
  func strayNumber(hasSpacedWords: Bool) -> Range<Int>? {
    let numbers = fields.filter(isNumber)
    // As many numbers as in a vector are a vector: two lines were joined.
    return hasSpacedWords && numbers.count < max(2, dimensions) ? numbers.first(where: isOfVector) : numbers.first
  }

  private func isNumber(_ field: Range<Int>) -> Bool {
    DecimalNumber.parse(bytes, field)?.isFinite ?? false
  }

  /// Whether a number looks like those of vectors: with three decimals or more, or with an exponent.
  private func isOfVector(_ number: Range<Int>) -> Bool {
    let decimals = bytes[number].firstIndex(of: UInt8(ascii: ".")).map { number.upperBound - $0 - 1 } ?? 0
    return decimals >= 3 || bytes[number].contains { $0 | 0x20 == UInt8(ascii: "e") }
  }
}
