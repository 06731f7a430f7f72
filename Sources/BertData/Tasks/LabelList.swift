import BertStorage

/// Several labels in one field: a JSON list, or names with a separator between them.
enum LabelList {
  /// The separators that are looked for, in order of preference.
  static let separators = ["|", ";", ","]

  /// The strings, numbers and truth values of a JSON list, trimmed and without empty ones as in
  /// ``names(_:separator:)``; nil where the text is not a list or contains anything else.
  static func names(_ list: UnsafeBufferPointer<UInt8>) -> [String]? {
    guard let value = try? JSONValue(parsing: Array(list)), let elements = value.elements else { return nil }
    var names: [String] = []
    for element in elements {
      switch element {
      case .string(let name): names.append(core(of: name))
      case .integer, .double, .float, .bool: names.append(element.line)
      case .null, .array, .object, .verbatim: return nil
      }
    }
    return names.filter { !$0.isEmpty }
  }

  /// The elements of a field that is a JSON list; nil for any other field.
  static func names(_ field: String) -> [String]? {
    guard field.utf8.first == UInt8(ascii: "[") else { return nil }
    return Array(field.utf8).withUnsafeBufferPointer(names)
  }

  /// Whether a field starts like a JSON list but is none. Separators must not split it, because its labels would be wrong.
  static func isBroken(_ field: String) -> Bool { field.utf8.first == UInt8(ascii: "[") && names(field) == nil }

  /// The separator that a column uses: the first of ``separators`` that occurs in one of its fields; nil where none
  /// occurs, so that each field is one label.
  static func separator(of fields: some Sequence<String>) -> String? {
    var found: Set<String> = []
    for field in fields where names(field) == nil {
      for separator in separators where field.contains(separator) { found.insert(separator) }
    }
    return separators.first(where: found.contains)
  }

  /// The names of a field, without the white space around them; empty ones are left out.
  static func names(_ field: String, separator: String?) -> [String] {
    if let list = names(field) { return list }
    guard let separator else { return [field] }
    return field.split(separator: separator).map(core).filter { !$0.isEmpty }
  }

  /// A name without the white space around it.
  private static func core(of name: some StringProtocol) -> String {
    let bytes = Array(name.utf8)
    return bytes.withUnsafeBufferPointer { String(decoding: $0[LabelSpelling.core(of: $0)], as: UTF8.self) }
  }
}
