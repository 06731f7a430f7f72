import BertReport
import Testing

@Suite struct MarkupTests {
  @Test("Texts are escaped wherever they are interpolated")
  func escaping() {
    let text = #"<script>alert("1")</script> & 'x'"#
    let markup: Markup = "<p title=\"\(text)\">\(text)</p>"
    let safe = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;"
    #expect(markup.html == "<p title=\"\(safe)\">\(safe)</p>")
  }

  @Test("Markup in markup stays as it is")
  func nesting() {
    let inner: Markup = "<b>\("<")</b>"
    #expect(("<p>\(inner)\([inner, inner])</p>" as Markup).html == "<p><b>&lt;</b><b>&lt;</b>\n<b>&lt;</b></p>")
  }

  @Test("Control characters become pictures, noncharacters the replacement character")
  func controls() {
    #expect(Markup(text: "a\u{0}b\u{1B}[31m\r\n\tc\u{7F}\u{85}\u{FFFE}").html == "a␀b␛[31m␍\n\tc␡\u{FFFD}\u{FFFD}")
  }

  @Test(
    "Coordinates have at most two decimals and no exponent",
    arguments: [
      (1.0, "1"), (0.5, "0.5"), (0.05, "0.05"), (-1.005, "-1"), (-0.25, "-0.25"), (1.0 / 3, "0.33"), (1e-9, "0"),
      (.nan, "0"), (.infinity, "0"), (1e300, "0"), (346, "346"),
    ])
  func coordinates(value: Double, text: String) { #expect(("\(value)" as Markup).html == text) }

  @Test("Texts are cut by scalars, so that no single character is endless")
  func cutting() {
    #expect(Excerpt.cut("abc", to: 3) == "abc")
    #expect(Excerpt.cut("abcd", to: 3) == "abc…")
    let zalgo = "e" + String(repeating: "\u{301}", count: 100_000)
    #expect(zalgo.count == 1)
    #expect(Excerpt.cut(zalgo, to: 50).unicodeScalars.count == 51)
    #expect(Excerpt.label("a\nb\u{0}c") == "a b c")
    #expect(Excerpt.label("") == "(empty)")
  }
}
