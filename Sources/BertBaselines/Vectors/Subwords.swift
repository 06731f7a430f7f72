/// Subwords: character n-grams of words, hashed into a fixed number of rows.
///
/// Source: facebookresearch/fastText, `Dictionary::computeSubwords` and `Dictionary::hash`; Bojanowski, Grave, Joulin and
/// Mikolov, "Enriching Word Vectors with Subword Information" (TACL 2017).
package struct Subwords: Sendable, Equatable, Codable {
  /// The shortest n-gram in Unicode scalars, including the marks `<` and `>` at the ends of a word.
  package let minimum: Int
  /// The longest n-gram, likewise.
  package let maximum: Int
  /// How many rows the n-grams share.
  package let buckets: Int

  /// nil for impossible lengths or counts.
  package init?(minimum: Int, maximum: Int, buckets: Int) {
    guard minimum >= 1, maximum >= minimum, maximum <= 1 << 10, buckets > 0, buckets <= Int(Int32.max) else {
      return nil
    }
    self.minimum = minimum
    self.maximum = maximum
    self.buckets = buckets
  }

  /// The word for the end of a line, which has no subwords.
  static let lineEnd = Array("</s>".utf8)

  /// The rows of a word's subwords, from 0; several subwords may share a row.
  package func rows(of word: some Collection<UInt8>) -> [Int] {
    if word.elementsEqual(Self.lineEnd) { return [] }
    var bytes: [UInt8] = [UInt8(ascii: "<")]
    bytes.reserveCapacity(word.count + 2)
    bytes += word
    bytes.append(UInt8(ascii: ">"))
    var rows: [Int] = []
    for start in bytes.indices where !Self.isContinuation(bytes[start]) {
      var hash = FastTextHash.start
      var end = start
      var length = 0
      while end < bytes.count, length < maximum {
        repeat {
          hash = FastTextHash.adding(bytes[end], to: hash)
          end += 1
        } while end < bytes.count && Self.isContinuation(bytes[end])
        length += 1
        let isMark = length == 1 && (start == 0 || end == bytes.count)
        if length >= minimum, !isMark { rows.append(Int(hash % UInt32(buckets))) }
      }
    }
    return rows
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
