/// Limits beyond which a file of word vectors is regarded as damaged, so that a wrong size in it allocates no memory.
enum VectorLimits {
  /// The size of a vector.
  static let dimensions = 1 << 16
  /// Bytes of a word.
  static let wordBytes = 1 << 16
  /// Bytes of a line of text: a word and numbers of up to 32 characters.
  static let lineBytes = wordBytes + 32 * dimensions
  /// The number of words; the index stores a number in 32 bits.
  static let words = 1 << 30
}
