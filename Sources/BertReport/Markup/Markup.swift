/// A piece of HTML. An interpolated `String` is text and is escaped; interpolated `Markup` is not. So no text of the
/// data becomes markup by mistake.
package struct Markup: Sendable, Equatable {
  /// The HTML.
  package private(set) var html: String

  /// Joins pieces.
  ///
  /// - Parameters:
  ///   - pieces: the pieces.
  ///   - separator: HTML between the pieces.
  package init(joining pieces: some Sequence<Markup>, separator: String = "\n") {
    html = pieces.map(\.html).joined(separator: separator)
  }

  /// Text as HTML. `&`, `<`, `>` and both quotation marks become character references, so that the text can be placed
  /// between tags and in an attribute. Control characters become their pictures (from U+2400), as HTML cannot contain
  /// them.
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

  /// Appends literal parts unchanged and texts escaped.
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
