/// Sizes beyond which a file of word vectors is taken to be damaged, so that a wrong number in it costs no memory.
enum VectorLimits {
  /// Numbers in a vector.
  static let dimensions = 1 << 16
  /// Bytes of a word.
  static let wordBytes = 1 << 16
  /// Bytes of a line of text: a word and numbers of up to 32 characters.
  static let lineBytes = wordBytes + 32 * dimensions
  /// Words of a table; a row's number has 32 bits in the index.
  static let words = 1 << 30
}
