/// A strict scanner of JSON (RFC 8259), which hands out what it finds in the order of the bytes.
///
/// Foundation's decoder takes the last of duplicate keys and unifies canonically equivalent ones, both in silence, and
/// either would let a hostile file mean two things. Here keys are bytes, and what a duplicate means is for the caller to
/// say. White space may stand around every value. The bytes must stay in memory while the scanner is in use;
/// ``scanning(_:_:)`` sees to it. UTF-8 is not checked.
package struct JSONScanner {
  /// How deep arrays and objects may be nested where a document is read whole; the limit of serde_json, by which the
  /// reference implementations of safetensors and tokenizers read.
  package static let deepest = 128

  let bytes: UnsafeBufferPointer<UInt8>
  package internal(set) var position = 0

  package init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Runs work with a scanner at the beginning of bytes.
  package static func scanning<Value, Failure: Error>(
    _ bytes: [UInt8], _ work: (inout JSONScanner) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try bytes.withUnsafeBufferPointer { (buffer) throws(Failure) -> Value in
      var scanner = JSONScanner(buffer)
      return try work(&scanner)
    }
  }

  /// The fault of a rule at a place, by default this one.
  func fault(_ rule: JSONFault.Rule, at offset: Int? = nil) -> JSONFault {
    JSONFault(rule: rule, offset: offset ?? position, isAtEnd: (offset ?? position) >= bytes.count)
  }

  /// The fault of a character that does not belong at a place, by default this one.
  package func fault(_ reason: String, at offset: Int? = nil) -> JSONFault { fault(.syntax(reason), at: offset) }

  /// The next byte that is not white space, not consumed; nil at the end.
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

  /// Consumes white space to the end, or throws if anything else follows.
  package mutating func expectEnd() throws(JSONFault) {
    if peek() != nil { throw fault("something follows the value") }
  }

  /// Consumes the byte if it is the next that is not white space.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  /// Steps to the next key of an object whose `{` has been consumed; nil when its `}` has been.
  package mutating func nextKey(first: inout Bool) throws(JSONFault) -> [UInt8]? {
    if take(UInt8(ascii: "}")) { return nil }
    if !first { try expect(",") }
    first = false
    let key = try string()
    try expect(":")
    return key
  }

  /// Steps to the next element of an array whose `[` has been consumed; false when its `]` has been.
  package mutating func nextElement(first: inout Bool) throws(JSONFault) -> Bool {
    if take(UInt8(ascii: "]")) { return false }
    if !first { try expect(",") }
    first = false
    return true
  }

  /// Consumes the literal word, if it is there.
  mutating func word(_ word: StaticString) throws(JSONFault) {
    let rest = bytes[position...]
    let isThere = word.withUTF8Buffer { rest.starts(with: $0) }
    guard isThere else {
      let breaksOff = word.withUTF8Buffer { $0.starts(with: rest) }
      throw fault("'\(word)' was expected", at: breaksOff ? bytes.count : position)
    }
    position += word.utf8CodeUnitCount
  }

  /// The fault of a value that begins with none of the characters that values begin with.
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
