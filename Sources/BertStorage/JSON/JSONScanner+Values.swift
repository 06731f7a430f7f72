extension JSONScanner {
  /// A value as a range of the bytes, without decoding it: numbers keep their text.
  package enum Value {
    /// The content of a string, between its quotes.
    case string(Range<Int>, hasEscapes: Bool)
    /// A number, `true` or `false`.
    case literal(Range<Int>)
    case null
    /// An array or an object.
    case nested(Range<Int>)
  }

  /// Consumes any value.
  ///
  /// - Parameters:
  ///   - depth: The nesting depth of the value.
  ///   - limit: The greatest nesting depth. Each level takes a byte of memory and no stack.
  package mutating func value(depth: Int = 1, limit: Int = .max) throws(JSONFault) -> Value {
    guard let lead = peek() else { throw fault("a value is missing") }
    let start = position
    switch lead {
    case UInt8(ascii: "\""):
      let found = try stringRange()
      return .string(found.range, hasEscapes: found.hasEscapes)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try skipValue(depth: depth, limit: limit)
      return .nested(start..<position)
    default:
      try skipScalar(lead)
      return lead == UInt8(ascii: "n") ? .null : .literal(start..<position)
    }
  }

  /// The values of one array, as ranges of the bytes; it must end where the bytes do.
  package mutating func elements() throws(JSONFault) -> [Value] {
    var values: [Value] = []
    var first = true
    try expect("[")
    while try nextElement(first: &first) { values.append(try value()) }
    try expectEnd()
    return values
  }

  /// The members of one object in their order, values as ranges of the bytes; it must end where the bytes do.
  package mutating func members() throws(JSONFault) -> [(key: [UInt8], value: Value)] {
    var members: [(key: [UInt8], value: Value)] = []
    var first = true
    try expect("{")
    while let key = try nextKey(first: &first) { members.append((key, try value())) }
    try expectEnd()
    return members
  }

  /// Consumes any value and discards it.
  package mutating func skipValue(depth: Int = 1, limit: Int = deepest) throws(JSONFault) {
    var closers: [UInt8] = []
    while true {
      // A value is expected here.
      guard depth + closers.count <= limit else { throw fault(.tooDeep(limit: limit)) }
      guard let lead = peek() else { throw fault("a value is missing") }
      var isComplete = true
      switch lead {
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
          try skipKey()
          isComplete = false
        }
      default: try skipScalar(lead)
      }
      while isComplete {
        guard let closer = closers.last else { return }
        if take(closer) {
          closers.removeLast()
        } else {
          try expect(",")
          if closer == UInt8(ascii: "}") { try skipKey() }
          isComplete = false
        }
      }
    }
  }

  private mutating func skipKey() throws(JSONFault) {
    _ = try stringRange()
    try expect(":")
  }

  private mutating func skipScalar(_ lead: UInt8) throws(JSONFault) {
    switch lead {
    case UInt8(ascii: "\""): _ = try stringRange()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: _ = try skipNumber()
    }
  }
}
