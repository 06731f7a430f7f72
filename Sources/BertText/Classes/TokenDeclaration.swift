import BertStorage

/// A token as a file or a class declares it: without an id, and with flags only as far as it has them.
struct TokenDeclaration: Equatable {
  var content: [UInt8]
  var singleWord = false
  var leftStrip = false
  var rightStrip = false
  /// Where nothing is said, a special token is matched in the raw text, any other in the normalized text.
  var normalized: Bool?
  var special = false
  /// Whether only the spelling is given, so that the class says what the flags are.
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
  /// - Parameter special: what `special` is where an object does not say it.
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

  /// The same token, a special one.
  var asSpecial: TokenDeclaration {
    var token = self
    token.special = true
    token.isPlain = false
    return token
  }

  /// A plain spelling with a flag that its class gives it; anything else says itself what it is.
  func swallowingSpaceBefore() -> TokenDeclaration {
    guard isPlain else { return self }
    var token = self
    token.leftStrip = true
    token.isPlain = false
    return token
  }

  var isNormalized: Bool { normalized ?? !special }
  var text: String { String(decoding: content, as: UTF8.self) }
}
