/// The members of one JSON object on one line (RFC 8259), found without building a tree: numbers keep their text, and
/// nesting costs no stack.
struct JSONMembers {
  /// A member's value, as a range of the line's bytes.
  enum Value {
    /// Content of a string, between its quotes.
    case string(Range<Int>, hasEscapes: Bool)
    /// A number, `true` or `false`.
    case literal(Range<Int>)
    case null
    case nested(Range<Int>)
  }

  /// Why a line is no object, for one that ``of(_:)`` gives nil for.
  static func fault(of line: UnsafeBufferPointer<UInt8>) -> RowFault {
    var scanner = JSONMembers(bytes: line)
    if scanner.object() != nil { return .malformedJSON }
    // A minus sign is passed over before the number is missed.
    let rest = line[min(scanner.position, line.count)...]
    return rest.starts(with: "NaN".utf8) || rest.starts(with: "Infinity".utf8) ? .notANumber : .malformedJSON
  }

  /// Why ``unescaped(_:)`` gives nil for a content.
  static func fault(ofEscapes content: Slice<UnsafeBufferPointer<UInt8>>) -> RowFault {
    var rest = content[...]
    while let slash = rest.firstIndex(of: Byte.backslash) {
      let escape = rest[slash...].dropFirst().prefix(3)
      if escape.count == 3, escape.map(Byte.lower).starts(with: Array("ud".utf8)),
        let digit = escape.last.map(Byte.lower), (0x38...0x39).contains(digit) || (0x61...0x66).contains(digit)
      {
        return .loneSurrogate
      }
      rest = rest[slash...].dropFirst(2)
    }
    return .malformedJSON
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// The object's members in their order.
  ///
  /// - Returns: nil if the line is not exactly one well-formed object. UTF-8 is not checked here.
  static func of(_ line: UnsafeBufferPointer<UInt8>) -> [(key: [UInt8], value: Value)]? {
    var scanner = JSONMembers(bytes: line)
    return scanner.object()
  }

  /// The values of one array, as ranges of the bytes given; nil if they are not one.
  static func elements(of array: UnsafeBufferPointer<UInt8>) -> [Value]? {
    var scanner = JSONMembers(bytes: array)
    var values: [Value] = []
    guard scanner.take(UInt8(ascii: "[")) else { return nil }
    if scanner.take(UInt8(ascii: "]")) { return values }
    repeat {
      guard let value = scanner.value() else { return nil }
      values.append(value)
    } while scanner.take(UInt8(ascii: ","))
    return scanner.take(UInt8(ascii: "]")) ? values : nil
  }

  /// The bytes that a string's content stands for.
  ///
  /// - Returns: nil if an escape is malformed or a surrogate stands alone.
  static func unescaped(_ content: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    var i = content.startIndex
    func unit(at start: Int) -> UInt32? {
      guard start + 4 <= content.endIndex else { return nil }
      var value: UInt32 = 0
      for byte in content[start..<(start + 4)] {
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
        value = value << 4 | UInt32(digit)
      }
      return value
    }
    while i < content.endIndex {
      guard content[i] == Byte.backslash else {
        result.append(content[i])
        i += 1
        continue
      }
      guard i + 1 < content.endIndex else { return nil }
      let escape = content[i + 1]
      i += 2
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        guard var value = unit(at: i) else { return nil }
        i += 4
        if value & 0xFC00 == 0xD800 {
          guard i + 1 < content.endIndex, content[i] == Byte.backslash, content[i + 1] == UInt8(ascii: "u"),
            let low = unit(at: i + 2), low & 0xFC00 == 0xDC00
          else { return nil }
          value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
          i += 6
        }
        guard let scalar = Unicode.Scalar(value) else { return nil }
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      default: return nil
      }
    }
    return result
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func object() -> [(key: [UInt8], value: Value)]? {
    var members: [(key: [UInt8], value: Value)] = []
    guard take(UInt8(ascii: "{")) else { return nil }
    if !take(UInt8(ascii: "}")) {
      repeat {
        guard let key = string(), take(UInt8(ascii: ":")) else { return nil }
        guard let name = key.hasEscapes ? Self.unescaped(bytes[key.range]) : Array(bytes[key.range]) else { return nil }
        guard let value = value() else { return nil }
        members.append((name, value))
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "}")) else { return nil }
    }
    skipSpace()
    return position == bytes.count ? members : nil
  }

  private mutating func value() -> Value? {
    skipSpace()
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""): return string().map { .string($0.range, hasEscapes: $0.hasEscapes) }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let start = position
      return skipNested() ? .nested(start..<position) : nil
    case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
    default:
      let start = position
      return take(word: "true") || take(word: "false") || number() ? .literal(start..<position) : nil
    }
  }

  /// Passes over an array or an object with a stack of its own, one byte a level.
  private mutating func skipNested() -> Bool {
    var closers: [UInt8] = []
    while true {
      // A value is due here.
      skipSpace()
      guard position < bytes.count else { return false }
      var isComplete = true
      switch bytes[position] {
      case UInt8(ascii: "["):
        position += 1
        if !take(UInt8(ascii: "]")) {
          closers.append(UInt8(ascii: "]"))
          isComplete = false
        }
      case UInt8(ascii: "{"):
        position += 1
        if !take(UInt8(ascii: "}")) {
          closers.append(UInt8(ascii: "}"))
          guard string() != nil, take(UInt8(ascii: ":")) else { return false }
          isComplete = false
        }
      case UInt8(ascii: "\""): guard string() != nil else { return false }
      default:
        guard take(word: "null") || take(word: "true") || take(word: "false") || number() else { return false }
      }
      while isComplete {
        guard let closer = closers.last else { return true }
        if take(closer) {
          closers.removeLast()
        } else {
          guard take(UInt8(ascii: ",")) else { return false }
          if closer == UInt8(ascii: "}") { guard string() != nil, take(UInt8(ascii: ":")) else { return false } }
          isComplete = false
        }
      }
    }
  }

  private mutating func string() -> (range: Range<Int>, hasEscapes: Bool)? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = position
    var hasEscapes = false
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return (start..<(position - 1), hasEscapes)
      case Byte.backslash:
        hasEscapes = true
        position += 2
      case 0..<0x20: return nil
      default: position += 1
      }
    }
    return nil
  }

  private mutating func number() -> Bool {
    _ = takeByte(UInt8(ascii: "-"))
    if !takeByte(UInt8(ascii: "0")) { guard takeDigits() else { return false } }
    if takeByte(UInt8(ascii: ".")) { guard takeDigits() else { return false } }
    if takeByte(UInt8(ascii: "e")) || takeByte(UInt8(ascii: "E")) {
      if !takeByte(UInt8(ascii: "+")) { _ = takeByte(UInt8(ascii: "-")) }
      guard takeDigits() else { return false }
    }
    return true
  }

  private mutating func takeDigits() -> Bool {
    let start = position
    while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
    return position > start
  }

  private mutating func skipSpace() {
    // JSON knows fewer kinds of white space than text does.
    while position < bytes.count,
      bytes[position] == Byte.space || bytes[position] == Byte.tab || bytes[position] == Byte.lineFeed
        || bytes[position] == Byte.carriageReturn
    { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    return takeByte(byte)
  }

  private mutating func takeByte(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    guard position + word.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[position + offset] != word.utf8Start[offset] { return false }
    position += word.utf8CodeUnitCount
    return true
  }
}
