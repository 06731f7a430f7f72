/// A name compared and hashed by its bytes.
///
/// `String` treats canonically equivalent spellings as equal, so it cannot be the key of a table of names from a file.
struct ExactName: Hashable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(_ string: String) {
    self.bytes = Array(string.utf8)
  }

  /// The name as text. The bytes of all names are valid UTF-8 where they are shown, so nothing is replaced here.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
