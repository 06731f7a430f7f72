import BertStorage
import Crypto

/// SHA-256 over numbers and texts. Every text goes in with its length, so that no two different contents run together.
struct ContentDigest {
  private var hash = SHA256()

  mutating func add(_ number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { hash.update(bufferPointer: $0) }
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    var text = text
    text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }

  /// The digest of all that was added.
  var hexadecimal: String { FileDigest.hexadecimal(hash.finalize()) }
}
