/// A strict scanner of JSON (RFC 8259), which reads a document from front to back.
///
/// Foundation's decoder silently takes the last of duplicate keys and unifies canonically equivalent ones; either lets
/// a hostile file mean two things. Here keys are bytes, and the caller decides what a duplicate means. White space may
/// stand around every value. The bytes must stay in memory while the scanner is in use, which ``scanning(_:_:)``
/// ensures. UTF-8 is not checked.
package struct JSONScanner {
  /// The greatest nesting depth of a document that is read whole. It is the limit of serde_json, which the reference
  /// implementations of safetensors and tokenizers use.
  package static let deepest = 128

  let bytes: UnsafeBufferPointer<UInt8>
  package internal(set) var position = 0

  package init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Runs work with a scanner at the start of bytes, which stay in memory meanwhile.
  package static func scanning<Value, Failure: Error>(
    _ bytes: [UInt8], _ work: (inout JSONScanner) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try bytes.withUnsafeBufferPointer { (buffer) throws(Failure) -> Value in
      var scanner = JSONScanner(buffer)
      return try work(&scanner)
    }
  }

  /// The fault of a rule at an offset, by default the current one.
  func fault(_ rule: JSONFault.Rule, at offset: Int? = nil) -> JSONFault {
    JSONFault(rule: rule, offset: offset ?? position, isAtEnd: (offset ?? position) >= bytes.count)
  }

  /// The fault of a violated grammar at an offset, by default the current one.
  package func fault(_ reason: String, at offset: Int? = nil) -> JSONFault { fault(.syntax(reason), at: offset) }

  /// Skips white space and returns the next byte without consuming it; nil at the end.
  package mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return bytes[position]
      }
    }
    return nil
  }

  /// Consumes one punctuation byte.
  package mutating func expect(_ scalar: Unicode.Scalar) throws(JSONFault) {
    guard let byte = peek() else { throw fault("'\(scalar)' is missing") }
    guard UInt32(byte) == scalar.value else { throw fault("'\(scalar)' was expected") }
    position += 1
  }

  /// Skips white space, and throws if anything else follows.
  package mutating func expectEnd() throws(JSONFault) {
    if peek() != nil { throw fault("something follows the value") }
  }

  /// Skips white space, and consumes the byte if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  /// Consumes the next key of an object and its colon; nil after consuming the closing `}`.
  ///
  /// The caller has consumed the `{`. `first` must be true for the first key, and becomes false.
  package mutating func nextKey(first: inout Bool) throws(JSONFault) -> [UInt8]? {
    if take(UInt8(ascii: "}")) { return nil }
    if !first { try expect(",") }
    first = false
    let key = try string()
    try expect(":")
    return key
  }

  /// Advances to the next element of an array; false after consuming the closing `]`.
  ///
  /// The caller has consumed the `[`. `first` must be true for the first element, and becomes false.
  package mutating func nextElement(first: inout Bool) throws(JSONFault) -> Bool {
    if take(UInt8(ascii: "]")) { return false }
    if !first { try expect(",") }
    first = false
    return true
  }

  /// Consumes a literal, `true`, `false` or `null`, or throws.
  mutating func word(_ word: StaticString) throws(JSONFault) {
    let rest = bytes[position...]
    let isThere = word.withUTF8Buffer { rest.starts(with: $0) }
    guard isThere else {
      let breaksOff = word.withUTF8Buffer { $0.starts(with: rest) }
      throw fault("'\(word)' was expected", at: breaksOff ? bytes.count : position)
    }
    position += word.utf8CodeUnitCount
  }

  /// The fault of a value that begins with a character that no value begins with.
  func noValue() -> JSONFault {
    guard position < bytes.count else { return fault("a value is missing") }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    let rest = bytes[(isNegative ? position + 1 : position)...]
    for literal in ["NaN", "Infinity"] where rest.starts(with: literal.utf8) {
      return fault(.notFinite(isNegative ? "-\(literal)" : literal))
    }
    return fault("a value was expected")
  }
}
