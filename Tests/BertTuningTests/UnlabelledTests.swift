import BertData
import BertFeatures
import BertTuning
import Foundation
import Testing

struct UnlabelledTests {
  /// A way is taken for six texts more of one division, which chance brings once in 64 times, and not for five, once in 32:
  /// two ways share out the level of one in twenty.
  @Test func gainsByChanceAreNotTaken() {
    func chosen(propagation: [Int], selfTraining: [Int], repeats: Int = 1) -> PartlyLabelledRows.Way {
      let plain = propagation.map { _ in 0 }
      let candidates = UnlabelledRecord.candidates(
        right: [.plain: plain, .propagation: propagation, .selfTraining: selfTraining], repeats: repeats)
      #expect(candidates.map(\.way) == [.plain, .propagation, .selfTraining])
      return UnlabelledRecord.chosen(candidates)
    }
    #expect(chosen(propagation: [1, 1, 1, 1, 1, 1, 0], selfTraining: [0, 0, 0, 0, 0, 0, 0]) == .propagation)
    #expect(chosen(propagation: [1, 1, 1, 1, 1, 0, 0], selfTraining: [0, 0, 0, 0, 0, 0, 0]) == .plain)
    #expect(chosen(propagation: [1, 1, 1, 1, 1, 1, 0], selfTraining: [1, 1, 1, 1, 1, 1, 1]) == .selfTraining)
    #expect(chosen(propagation: [], selfTraining: []) == .plain)
    let one = UnlabelledRecord.candidates(
      right: [.plain: [3, 1], .propagation: [4, 2], .selfTraining: [0, 0]], repeats: 4)
    #expect(one.map(\.accuracy) == [0.5, 0.75, 0] && one.map(\.p) == [nil, 0.25, 1])
  }

  @Test func textsThatAreKnownAreLeftOut() throws {
    let texts = TinyModel.examples(8), known = Array(texts.prefix(3))
    let left = try UnlabelledTexts(texts, leavingOut: known)
    #expect(left.leftOut + left.texts.count == 8 && left.leftOut >= 3)
    #expect(left.texts.allSatisfy { row in !known.contains { $0.text == row.text } })
    #expect(throws: TuningError.self) { try UnlabelledTexts(texts, leavingOut: texts) }
    #expect(throws: TuningError.self) { try UnlabelledTexts([], leavingOut: known) }
    #expect(throws: TuningError.self) { try UnlabelledTexts([texts[0]], leavingOut: []) }
  }

  @Test func otherMethodsRefuseThem() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    for method in [TrainingMethod.setfit, .finetune] {
      var options = TinyModel.options()
      options.method = method
      var job = try tiny.job(options)
      job.data.unlabelled = try UnlabelledTexts(TinyModel.examples(200, words: 3), leavingOut: job.data.training)
      #expect {
        try TrainingSession(job)
      } throws: {
        if case .option(name: "unlabelled", _, _)? = $0 as? TuningError { true } else { false }
      }
    }
  }
}
