/// A name from a file, as messages show it: in quotes, with control and invisible characters escaped, and cut where it
/// is very long.
package struct QuotedName: CustomStringConvertible {
  /// The longest name shown whole, in Unicode scalars; names of real tensors have about fifty.
  static let longest = 200

  package let description: String

  package init(_ name: String) {
    let scalars = name.unicodeScalars
    let shown = scalars.prefix(Self.longest).map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: "\\u{\(String(scalar.value, radix: 16))}"
      default: String(scalar)
      }
    }
    description = "'\(shown.joined())\(scalars.count > Self.longest ? "…" : "")'"
  }
}
