import BertTuning
import Testing

struct LossMonitorTests {
  @Test func aJumpIsReportedAndNoiseIsNot() {
    var monitor = LossMonitor()
    for step in 0..<40 { #expect(monitor.observe(step.isMultiple(of: 2) ? 0.2 : 0.6) == nil) }
    let average = monitor.observe(2.5)
    #expect(abs((average ?? 0) - 0.4) < 0.1)
    #expect(monitor.observe(0.9) == nil)
  }

  @Test func theFirstStepsAreNotJudged() {
    var monitor = LossMonitor()
    #expect(monitor.observe(0.1) == nil)
    #expect(monitor.observe(9) == nil)
  }
}
