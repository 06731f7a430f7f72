import BertData
import BertInference
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

struct PredictionTests {
  @Test func answersInTheOrderOfTheTexts() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try TrainingSession(tiny.job()).run()
    let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 2)
    var texts: [String] = []
    for length in [9, 1, 30, 4, 17] {
      let words = (0..<length).map { TinyModel.filler[($0 * 7 + length) % TinyModel.filler.count] }
      texts.append(words.joined(separator: " "))
    }
    let together = try classifier.predict(texts)
    for (text, prediction) in zip(texts, together) {
      let alone = try #require(try classifier.predict([text]).first)
      #expect(zip(alone.logits, prediction.logits).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(abs(prediction.scores.reduce(0, +) - 1) < 1e-12)
      #expect(prediction.top(3).map(\.score) == prediction.scores.sorted(by: >))
      #expect(prediction.top(1).first?.label == prediction.label)
    }
  }

  /// Sums are cut otherwise in a batch of another size, which rounding shows.
  @Test func keepsTheRulesOfAllClassifiers() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try TrainingSession(tiny.job()).run()
    let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 2)
    let others: [(name: String, classifier: any Classifier)] = try [1, 3].map {
      ("\($0) threads", try TextClassifier(contentsOf: outcome.bundle, threads: $0))
    }
    #expect(
      try ClassifierChecks.violations(
        of: classifier, rows: TinyModel.examples(20, seed: 4), others: others, tolerance: 1e-5) == [])
  }

  @Test func evaluatesByTheNamesOfTheLabels() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.epochs = 8
    let outcome = try TrainingSession(tiny.job(options, data: TinyModel.data(240))).run()
    let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 1)
    let examples = TinyModel.examples(60, seed: 21)
    let plain = try classifier.evaluate(examples, labels: TinyModel.labels)
    #expect((plain.classification?.accuracy ?? 0) > 0.8)
    let turned = examples.map { Example(text: $0.text, label: 2 - ($0.label ?? 0), line: $0.line) }
    #expect(try classifier.evaluate(turned, labels: LabelSet(names: ["pos", "neu", "neg"])) == plain)
    #expect {
      try classifier.evaluate(examples, labels: LabelSet(names: ["neg", "neu", "great"]))
    } throws: {
      if case .labelsDiffer? = $0 as? InferenceError { true } else { false }
    }
  }

  /// Softmax of 1, 2, 3 as scipy gives it; and no overflow far out.
  @Test func softmax() {
    let expected = [0.09003057317038046, 0.24472847105479767, 0.6652409557748219]
    #expect(zip(Softmax.probabilities([1, 2, 3]), expected).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(Softmax.probabilities([1000, -1000]) == [1, 0])
  }

  /// statsmodels' proportion_confint(45, 50, method="wilson") and (0, 10).
  @Test func wilsonInterval() {
    let most = ConfidenceInterval(share: 0.9, rows: 50)
    #expect(abs(most.low - 0.7864) < 1e-4 && abs(most.high - 0.9565) < 1e-4)
    let none = ConfidenceInterval(share: 0, rows: 10)
    #expect(none.low == 0 && abs(none.high - 0.2775) < 1e-4)
  }
}
