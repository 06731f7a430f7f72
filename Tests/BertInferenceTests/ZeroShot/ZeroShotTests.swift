import BertData
import BertEncoder
import BertInference
import Foundation
import Testing
import _TestSupport

/// Labels that were never learnt, against sentence-transformers and transformers' zero-shot pipeline.
struct ZeroShotTests {
  private let golden: GoldenZeroShot
  private let scratch: Scratch

  init() throws {
    golden = try GoldenZeroShot.load()
    scratch = try Scratch()
  }

  @Test(arguments: 0..<3) func cosinesAreThoseOfSentenceTransformers(model: Int) throws {
    let own = golden.cosines[model]
    try golden.write(own, to: scratch.url)
    for question in own.asked {
      let classifier = try ZeroShotClassifier(
        contentsOf: scratch.url, labels: golden.described(all: true),
        options: ZeroShotOptions(
          templates: (question.templates ?? []).map { text throws(InferenceError) in try LabelTemplate(text) },
          temperature: question.temperature, threads: 2))
      #expect(classifier.evidence == .cosine)
      #expect(classifier.prompt == ["", "query: ", "the film of "][model])
      #expect(classifier.notes.isEmpty)
      let found = try classifier.predict(golden.texts, prior: question.weights.map(LabelPrior.weights))
      expectClose(found.map(\.scores), question.scores)
      if question.weights == [1, 1, 1] {
        let balanced = try classifier.predict(golden.texts, prior: .balanced)
        expectClose(balanced.map(\.scores), question.scores)
      }
    }
  }

  @Test(arguments: 0..<3) func entailmentIsThatOfThePipeline(model: Int) throws {
    let own = golden.entailment[model]
    try golden.write(own, to: scratch.url)
    for question in own.asked {
      let classifier = try ZeroShotClassifier(
        contentsOf: scratch.url, labels: golden.described(all: false),
        options: ZeroShotOptions(
          templates: question.template.map { text throws(InferenceError) in [try LabelTemplate(text)] } ?? [],
          isMultiLabel: question.multi_label ?? false, threads: 2))
      #expect(classifier.evidence == .entailment)
      let found = try classifier.predict(golden.texts)
      expectClose(found.map(\.scores), question.scores)
      if question.multi_label == true {
        #expect(found.map(\.chosen) == question.scores.map { row in row.indices.filter { row[$0] >= 0.5 } })
      }
    }
  }

  @Test func threadsDoNotShow() throws {
    try golden.write(golden.cosines[0], to: scratch.url)
    let found = try [1, 3].map { threads in
      try ZeroShotClassifier(
        contentsOf: scratch.url, labels: golden.described(all: true), options: ZeroShotOptions(threads: threads)
      ).predict(golden.texts, prior: .balanced).map(\.logits)
    }
    #expect(found[0] == found[1])
  }

  @Test func bareEncoderIsWarnedOf() throws {
    let own = golden.cosines[0]
    try golden.write(own, to: scratch.url)
    for name in ["modules.json", "config_sentence_transformers.json", "sentence_bert_config.json"] {
      try FileManager.default.removeItem(at: scratch.url.appendingPathComponent(name))
    }
    let classifier = try ZeroShotClassifier(contentsOf: scratch.url, labels: golden.described(all: true))
    #expect(classifier.notes.contains { $0.contains("not trained to compare sentences") })
    // The mean of the tokens is what the files of this model say too.
    let scores = try classifier.predict(golden.texts).map(\.scores)
    expectClose(scores, own.asked[0].scores)
  }

  @Test func whatCannotBeAnsweredIsRefused() throws {
    try golden.write(golden.cosines[0], to: scratch.url)
    let labels = try golden.described(all: true)
    func expectRefusal(_ options: ZeroShotOptions, _ labels: LabelDescriptions) {
      #expect(throws: InferenceError.self) {
        try ZeroShotClassifier(contentsOf: scratch.url, labels: labels, options: options)
      }
    }
    expectRefusal(ZeroShotOptions(isMultiLabel: true), labels)
    expectRefusal(ZeroShotOptions(temperature: 0), labels)
    expectRefusal(ZeroShotOptions(temperature: .nan), labels)
    expectRefusal(ZeroShotOptions(), LabelDescriptions(LabelSet(names: ["one"])))
    #expect(throws: InferenceError.self) { try LabelTemplate("no place") }
    let classifier = try ZeroShotClassifier(contentsOf: scratch.url, labels: labels)
    for prior in [LabelPrior.weights([1, 2]), .weights([1, 0, 1]), .weights([.infinity, 1, 1])] {
      #expect(throws: InferenceError.self) { try classifier.predict(golden.texts, prior: prior) }
    }
    #expect(throws: InferenceError.self) { try classifier.predict(["one text"], prior: .balanced) }
    #expect(throws: InferenceError.self) {
      try classifier.predict([Example(text: "a", pair: "b", target: nil, line: 1)])
    }
  }

  @Test func modelWithOtherLabelsIsRefused() throws {
    let own = golden.entailment[0]
    try golden.write(own, to: scratch.url)
    let file = scratch.url.appendingPathComponent("config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing("CONTRADICTION", with: "other").utf8).write(to: file)
    #expect {
      try ZeroShotClassifier(contentsOf: scratch.url, labels: golden.described(all: true))
    } throws: { error in
      guard case InferenceError.hasOwnLabels(_, let labels) = error else { return false }
      return labels == ["other", "neutral", "Entailment"]
    }
  }

  /// Within 1e-5, the difference of Float32 sums in another order.
  private func expectClose(
    _ found: [[Double]], _ expected: [[Double]], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    let differences = zip(found.joined(), expected.joined()).map { abs($0 - $1) }
    #expect(differences.count == expected.joined().count, sourceLocation: sourceLocation)
    #expect(differences.max() ?? 1 < 1e-5, sourceLocation: sourceLocation)
  }
}
