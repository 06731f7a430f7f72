import BertTuning
import Testing
import _TestSupport

/// Figures from transformers and from ULMFiT's formula: `Scripts/golden/schedules.py`.
struct LearningRateScheduleTests {
  struct Figures: Decodable {
    struct Case: Decodable {
      let shape: LearningRateSchedule.Shape
      let fraction: Double
      let total: Int
      let warmup: Int
      let rates: [Double]
    }
    let cases: [Case]
  }

  @Test func agreesWithTheReferenceAtEveryStep() throws {
    let figures = try Golden.load(Figures.self, "schedules.json", target: "BertTuningTests")
    #expect(figures.cases.count == 22)
    for figure in figures.cases {
      let byFraction = LearningRateSchedule(
        shape: figure.shape, warmUp: .fraction(figure.fraction), totalSteps: figure.total)
      #expect(byFraction.warmUpSteps == figure.warmup)
      for (step, rate) in figure.rates.enumerated() {
        #expect(
          abs(byFraction.multiplier(at: step) - rate) < 1e-12, "\(figure.shape) of \(figure.total), step \(step)")
      }
      guard figure.shape != .slanted else { continue }
      let bySteps = LearningRateSchedule(shape: figure.shape, warmUp: .steps(figure.warmup), totalSteps: figure.total)
      #expect(figure.rates.indices.allSatisfy { bySteps.multiplier(at: $0) == byFraction.multiplier(at: $0) })
    }
  }

  @Test(arguments: LearningRateSchedule.Shape.allCases, [0.0, 0.1, 0.5, 1.0])
  func staysBetweenZeroAndOne(shape: LearningRateSchedule.Shape, fraction: Double) {
    for total in [1, 2, 3, 9, 11, 64] {
      let schedule = LearningRateSchedule(shape: shape, warmUp: .fraction(fraction), totalSteps: total)
      for step in 0..<total {
        #expect((0...1).contains(schedule.multiplier(at: step)))
      }
    }
  }
}
