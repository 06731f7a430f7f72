/// A JSON document whose strings are bytes.
///
/// Swift's `String` compares by canonical equivalence, so "é" and "e\u{301}" would be one key of a dictionary while a
/// vocabulary may hold both. Here strings stay `[UInt8]` (valid UTF-8), and an object keeps its pairs in their order.
enum JSONValue {
  case null
  case bool(Bool)
  case number(Double)
  case string([UInt8])
  case array([JSONValue])
  case object([(key: [UInt8], value: JSONValue)])

  /// The value of an object's key; the last one where a key is repeated, `nil` where it is absent or `null`.
  subscript(key: StaticString) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    let wanted = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
    guard let found = members.last(where: { $0.key.elementsEqual(wanted) }) else { return nil }
    if case .null = found.value { return nil }
    return found.value
  }

  var bytes: [UInt8]? {
    if case .string(let bytes) = self { bytes } else { nil }
  }

  var string: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  var integer: Int? {
    if case .number(let value) = self { Int(exactly: value) } else { nil }
  }

  var number: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  var members: [(key: [UInt8], value: JSONValue)]? {
    if case .object(let members) = self { members } else { nil }
  }
}
