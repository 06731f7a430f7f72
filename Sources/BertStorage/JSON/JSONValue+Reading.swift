extension JSONValue {
  /// Reads one document. A byte order mark before it is skipped.
  ///
  /// - Parameters:
  ///   - bytes: Valid UTF-8.
  ///   - takesNonFinite: Whether `NaN`, `Infinity`, `-Infinity` and numbers out of the range of `Double` are accepted,
  ///     as Python's `json` does.
  /// - Throws: `JSONFault` for any violation of the grammar, and for nesting beyond ``JSONScanner/deepest``.
  package init(parsing bytes: [UInt8], takesNonFinite: Bool = false) throws(JSONFault) {
    self = try JSONScanner.scanning(bytes) { (scanner) throws(JSONFault) in
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.position = 3 }
      let value = try scanner.tree(depth: 1, takesNonFinite: takesNonFinite)
      try scanner.expectEnd()
      return value
    }
  }
}

extension JSONScanner {
  /// Consumes any value and returns it. Each level of nesting takes a stack frame.
  fileprivate mutating func tree(depth: Int, takesNonFinite: Bool) throws(JSONFault) -> JSONValue {
    guard let lead = peek() else { throw fault("a value is missing") }
    switch lead {
    case UInt8(ascii: "{"):
      try enter(depth)
      var members: [(key: String, value: JSONValue)] = []
      if take(UInt8(ascii: "}")) { return .object(members) }
      repeat {
        let key = try text()
        try expect(":")
        members.append((key, try tree(depth: depth + 1, takesNonFinite: takesNonFinite)))
      } while take(UInt8(ascii: ","))
      try expect("}")
      return .object(members)
    case UInt8(ascii: "["):
      try enter(depth)
      var elements: [JSONValue] = []
      if take(UInt8(ascii: "]")) { return .array(elements) }
      repeat {
        elements.append(try tree(depth: depth + 1, takesNonFinite: takesNonFinite))
      } while take(UInt8(ascii: ","))
      try expect("]")
      return .array(elements)
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "t"):
      try word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    default:
      if takesNonFinite, let value = nonFinite() { return .double(value) }
      return try number(takesNonFinite: takesNonFinite)
    }
  }

  private mutating func enter(_ depth: Int) throws(JSONFault) {
    guard depth <= Self.deepest else { throw fault(.tooDeep(limit: Self.deepest)) }
    position += 1
  }

  private mutating func text() throws(JSONFault) -> String {
    let found = try stringRange()
    guard !found.hasEscapes else { return String(decoding: try content(found.range), as: UTF8.self) }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[found.range]), as: UTF8.self)
  }

  private mutating func nonFinite() -> Double? {
    let values: [(String, Double)] = [("NaN", .nan), ("Infinity", .infinity), ("-Infinity", -.infinity)]
    for (literal, value) in values where bytes[position...].starts(with: literal.utf8) {
      position += literal.utf8.count
      return value
    }
    return nil
  }
}
