import BertStorage

/// A token as a file or a class declares it: without an id, and perhaps without flags.
struct TokenDeclaration: Hashable {
  var content: [UInt8]
  var singleWord = false
  var leftStrip = false
  var rightStrip = false
  /// Whether the token is matched in normalized text; by default (`nil`) all but special tokens are.
  var normalized: Bool?
  var special = false
  /// Whether only the spelling is given, so that the class sets the flags.
  var isPlain = false

  /// A spelling alone.
  init(plain content: [UInt8]) {
    self.content = content
    isPlain = true
  }

  /// A spelling alone.
  init(_ content: String) { self.init(plain: Array(content.utf8)) }

  init(_ token: AddedToken) {
    content = Array(token.content.utf8)
    singleWord = token.singleWord
    leftStrip = token.leftStrip
    rightStrip = token.rightStrip
    normalized = token.normalized
    special = token.special
  }

  /// A token of a file: a string, or an object with `content` and flags. `nil` for anything else.
  /// - Parameter special: the value of `special` for an object that does not have it.
  init?(_ value: JSONValue, special: Bool = false) {
    guard let content = value.bytes ?? value["content"]?.bytes else { return nil }
    self.content = content
    isPlain = value.bytes != nil
    guard !isPlain else { return }
    singleWord = value["single_word"]?.bool ?? false
    leftStrip = value["lstrip"]?.bool ?? false
    rightStrip = value["rstrip"]?.bool ?? false
    normalized = value["normalized"]?.bool
    self.special = value["special"]?.bool ?? special
  }

  /// The same token, as a special one.
  var asSpecial: TokenDeclaration {
    var token = self
    token.special = true
    token.isPlain = false
    return token
  }

  /// The same token with `leftStrip`, if only its spelling is given; otherwise its own flags count.
  func strippingSpaceBefore() -> TokenDeclaration {
    guard isPlain else { return self }
    var token = self
    token.leftStrip = true
    token.isPlain = false
    return token
  }

  var isNormalized: Bool { normalized ?? !special }
  var text: String { String(decoding: content, as: UTF8.self) }
}
