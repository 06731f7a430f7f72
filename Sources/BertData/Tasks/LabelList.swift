import BertStorage

/// Several labels in one field: a JSON list, or names with a separator between.
enum LabelList {
  /// The separators that are looked for, the first before the others.
  static let separators = ["|", ";", ","]

  /// The strings, numbers and truth values of a JSON list, as ``names(_:separator:)`` gives parts of a field; nil where the
  /// text is none, or holds anything else.
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

  /// The same for a field that begins as a list does.
  static func names(_ field: String) -> [String]? {
    guard field.utf8.first == UInt8(ascii: "[") else { return nil }
    return Array(field.utf8).withUnsafeBufferPointer(names)
  }

  /// Whether a field begins as a list does and is none, so that separators in it would cut it into what nobody meant.
  static func isBroken(_ field: String) -> Bool { field.utf8.first == UInt8(ascii: "[") && names(field) == nil }

  /// The separator that the fields of a column show: the first of ``separators`` that stands in one of them; nil where
  /// none does, so that each field is one label.
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
