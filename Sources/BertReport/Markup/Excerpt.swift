/// Texts of the data, cut to be shown.
package enum Excerpt {
  /// The beginning of a text, with an ellipsis where the text is longer.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - limit: how many Unicode scalars are kept; one character can consist of thousands.
  package static func cut(_ text: String, to limit: Int) -> String {
    var short = String.UnicodeScalarView()
    for (place, scalar) in text.unicodeScalars.enumerated() {
      if place == limit { return String(short) + "…" }
      short.append(scalar)
    }
    return text
  }

  /// A label on one line, at most 40 scalars and an ellipsis.
  package static func label(_ name: String) -> String {
    let line = String(String.UnicodeScalarView(name.unicodeScalars.prefix(200).map { $0.value < 0x20 ? " " : $0 }))
    return cut(line.isEmpty ? "(empty)" : line, to: 40)
  }
}
