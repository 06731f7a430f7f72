/// A count with its noun, as messages show it: `1 word`, `23,703 words`.
package struct Counted: CustomStringConvertible {
  package let description: String

  /// - Parameters:
  ///   - count: How many.
  ///   - one: The noun in the singular.
  ///   - many: The noun in the plural, also used for a count of zero; nil for the singular with an "s".
  package init(_ count: Int, _ one: String, _ many: String? = nil) {
    description = Self.digits(count) + " " + (count == 1 ? one : many ?? one + "s")
  }

  /// The number with a comma every three digits.
  package static func digits(_ value: Int) -> String {
    var digits = Array(String(value.magnitude))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (value < 0 ? "-" : "") + String(digits)
  }
}
