/// A name out of a file, as messages show it: in quotes, with everything escaped that could break the line or hide
/// from the eye, and cut where it goes on and on.
package struct QuotedName: CustomStringConvertible {
  /// The longest name shown whole, in Unicode scalars; real tensors' names have some fifty.
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
