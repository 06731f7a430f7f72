/// A JSON document.
///
/// Objects keep the order of their members: scores stay in the order of the labels, and a `config.json` that is read
/// and written again keeps its order. Strings keep their scalars: `String` holds "é" and "e\u{301}" to be equal, and
/// where a vocabulary may hold both, ``bytes`` tells them apart.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case double(Double)
  case float(Float)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])
  /// Text that already is JSON, written as it is; reading never returns this case.
  case verbatim(String)
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
}

extension JSONValue {
  /// The value of an object's key, compared byte for byte: the last one where a key appears twice, nil where it is
  /// absent or `null`. Setting replaces a value in its place and appends a new member; setting nil removes the member.
  package subscript(key: String) -> JSONValue? {
    get {
      guard case .object(let members) = self,
        let found = members.last(where: { $0.key.utf8.elementsEqual(key.utf8) })?.value
      else { return nil }
      if case .null = found { return nil }
      return found
    }
    set {
      guard case .object(var members) = self else { preconditionFailure("only an object has members") }
      let place = members.lastIndex { $0.key.utf8.elementsEqual(key.utf8) }
      if let place, let newValue {
        members[place].value = newValue
      } else if let newValue {
        members.append((key, newValue))
      } else {
        members.removeAll { $0.key.utf8.elementsEqual(key.utf8) }
      }
      self = .object(members)
    }
  }

  /// The text, where this is a string.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The text in UTF-8, where this is a string.
  package var bytes: [UInt8]? { string.map { Array($0.utf8) } }

  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The number, where this is a whole number that fits.
  package var integer: Int? {
    switch self {
    case .integer(let value): value
    case .double(let value): Int(exactly: value)
    case .float(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number, where this is a number.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .double(let value): value
    case .float(let value): Double(value)
    default: nil
    }
  }

  /// The elements, where this is an array.
  package var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members in their order, where this is an object.
  package var members: [(key: String, value: JSONValue)]? {
    if case .object(let members) = self { members } else { nil }
  }
}
