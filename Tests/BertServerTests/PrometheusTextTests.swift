import BertServer
import Testing

/// The text form of Prometheus' metrics.
struct PrometheusTextTests {
  @Test func familiesAndSamplesAsTheFormatHasThem() {
    var text = PrometheusText()
    text.family("a_total", .counter, "Things.")
    text.sample("a_total", ["b": "x", "a": "say \"\\\n\""], 3)
    text.sample("a_total", [:], 0.25)
    #expect(
      text.text == """
        # HELP a_total Things.
        # TYPE a_total counter
        a_total{a="say \\"\\\\\\n\\"",b="x"} 3
        a_total 0.25

        """)
  }
}
