/// fastText's hashes of words, subwords and word n-grams (`Dictionary::hash` and `Dictionary::addWordNgrams`).
package enum FastTextHash {
  /// The initial hash: the offset basis of 32-bit FNV-1a.
  static let start: UInt32 = 2_166_136_261

  /// The hash with one more byte: FNV-1a, except that fastText sign-extends the byte.
  @inline(__always)
  static func adding(_ byte: UInt8, to hash: UInt32) -> UInt32 {
    (hash ^ UInt32(bitPattern: Int32(Int8(bitPattern: byte)))) &* 16_777_619
  }

  /// The hash of a word.
  package static func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(start) { adding($1, to: $0) }
  }

  /// Calls `body` with the bucket of each n-gram of 2 to `longest` words.
  package static func forEachRun(_ hashes: [UInt32], longest: Int, buckets: Int, _ body: (Int) -> Void) {
    guard longest > 1 else { return }
    for first in hashes.indices {
      // fastText stores hashes as signed 32 bits and sign-extends them to 64.
      var hash = widened(hashes[first])
      for last in (first + 1)..<max(first + 1, min(hashes.count, first + longest)) {
        hash = hash &* 116_049_371 &+ widened(hashes[last])
        body(Int(hash % UInt64(buckets)))
      }
    }
  }

  private static func widened(_ hash: UInt32) -> UInt64 {
    UInt64(bitPattern: Int64(Int32(bitPattern: hash)))
  }
}
