import BertData
import Testing

/// Figures as people read them.
struct FiguresTests {
  @Test func roughDurationsHaveTwoUnitsAtMost() {
    #expect([0.2, 42, 180, 7500].map(Figures.roughDuration) == ["1 s", "42 s", "3 min", "2 h 5 min"])
  }

  /// A forecast may overflow where a rate is 0.
  @Test func whatIsNotATimeIsADash() {
    for seconds in [Double.infinity, .nan, 1e300] {
      #expect(Figures.roughDuration(seconds) == "-")
      #expect(Figures.duration(seconds) == "-")
    }
    #expect(Figures.fixed(.nan, 2) == "-")
  }
}
