/// A piece of HTML. What is interpolated as a `String` is text and is escaped; what is interpolated as `Markup` is not, so
/// that no text of the data can become markup by oversight.
package struct Markup: Sendable, Equatable {
  /// The HTML.
  package private(set) var html: String

  /// Puts pieces together.
  package init(joining pieces: some Sequence<Markup>, separator: String = "\n") {
    html = pieces.map(\.html).joined(separator: separator)
  }

  /// Text as HTML. `&`, `<`, `>` and both quotation marks become references, so that it can stand between tags and in an
  /// attribute; control characters become their pictures (U+2400 and on), since HTML has no form for them.
  package init(text: String) {
    html = ""
    Self.append(escaping: text, to: &html)
  }

  fileprivate init(html: String) { self.html = html }

  fileprivate static func append(escaping text: String, to html: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      case "'": html += "&#39;"
      case "\n", "\t": html.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}":
        html.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case "\u{7F}": html += "\u{2421}"
      case "\u{80}"..."\u{9F}": html += "\u{FFFD}"
      case _ where scalar.properties.isNoncharacterCodePoint: html += "\u{FFFD}"
      default: html.unicodeScalars.append(scalar)
      }
    }
  }
}

extension Markup: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { html = value }
  package init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

  /// Gathers literal parts as they are and texts escaped.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var html = ""

    package init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity) }
    package mutating func appendLiteral(_ literal: String) { html += literal }
    package mutating func appendInterpolation(_ text: String) { Markup.append(escaping: text, to: &html) }
    package mutating func appendInterpolation(_ number: Int) { html += String(number) }
    /// A coordinate, to a hundredth of a pixel.
    package mutating func appendInterpolation(_ number: Double) { html += Coordinate.text(number) }
    package mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
    package mutating func appendInterpolation(_ pieces: [Markup]) {
      html += pieces.map(\.html).joined(separator: "\n")
    }
  }
}
