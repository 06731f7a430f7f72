/// The fields of a line between the first of the word and the vector: the rest of a word with spaces, as GloVe's largest
/// files have some, or numbers too many.
///
/// gensim takes neither and ends with an error at the first such line. Here a word may have spaces; numbers are part of it
/// only in a file that has words with spaces elsewhere, and only where they can be nothing else.
struct WordRest {
  let bytes: [UInt8]
  let fields: ArraySlice<Range<Int>>
  /// Numbers in a vector.
  let dimensions: Int

  /// - Parameter line: The fields of the whole line, more than `dimensions`.
  init(bytes: [UInt8], line: [Range<Int>], dimensions: Int) {
    self.bytes = bytes
    fields = line.dropFirst().dropLast(dimensions)
    self.dimensions = dimensions
  }

  /// Whether it makes a word with spaces without any doubt.
  var isPlain: Bool { !fields.isEmpty && !fields.contains(where: isNumber) }

  /// The first number that is no part of the word; nil where there is none.
  ///
  /// - Parameter hasSpacedWords: Whether the file has words with spaces elsewhere.
  func strayNumber(hasSpacedWords: Bool) -> Range<Int>? {
    let numbers = fields.filter(isNumber)
    // As many as a vector has are one: two lines have become one.
    return hasSpacedWords && numbers.count < max(2, dimensions) ? numbers.first(where: isOfVector) : numbers.first
  }

  private func isNumber(_ field: Range<Int>) -> Bool {
    DecimalNumber.parse(bytes, field)?.isFinite ?? false
  }

  /// Whether a number is written as only those of vectors are: with three decimals or more, or with a power of ten.
  private func isOfVector(_ number: Range<Int>) -> Bool {
    let decimals = bytes[number].firstIndex(of: UInt8(ascii: ".")).map { number.upperBound - $0 - 1 } ?? 0
    return decimals >= 3 || bytes[number].contains { $0 | 0x20 == UInt8(ascii: "e") }
  }
}
