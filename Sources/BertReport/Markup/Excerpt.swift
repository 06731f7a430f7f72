/// Texts of the data, short enough to be looked at.
package enum Excerpt {
  /// The beginning of a text, with an ellipsis where it goes on. Counted in Unicode scalars: one character can be made of
  /// thousands.
  package static func cut(_ text: String, to limit: Int) -> String {
    var short = String.UnicodeScalarView()
    for (place, scalar) in text.unicodeScalars.enumerated() {
      if place == limit { return String(short) + "…" }
      short.append(scalar)
    }
    return text
  }

  /// A label on one line.
  package static func label(_ name: String) -> String {
    let line = String(String.UnicodeScalarView(name.unicodeScalars.prefix(200).map { $0.value < 0x20 ? " " : $0 }))
    return cut(line.isEmpty ? "(empty)" : line, to: 40)
  }
}
