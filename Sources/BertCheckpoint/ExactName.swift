/// A name compared and hashed by its bytes.
///
/// `String` treats canonically equivalent spellings as equal, so it cannot key a table of names that come from a file.
struct ExactName: Hashable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(_ string: String) {
    self.bytes = Array(string.utf8)
  }

  /// The name as text. Bytes that came through `JSONScanner` are valid UTF-8, so nothing is repaired here.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
