import BertData
import BertInference
import BertTuning
import Foundation
import Synchronization
import Testing
import _TestSupport

/// Training of several questions about a text, from the rows to the bundle and to one question of it.
struct MultiTaskTests {
  static let questions = [
    QuestionLabels(
      Question(name: "tone", column: "tone", problem: .singleLabel), labels: LabelSet(names: ["neg", "neu", "pos"])),
    QuestionLabels(
      Question(name: "mood", column: "number", problem: .regression), labels: LabelSet(names: ["mood"])),
    QuestionLabels(
      Question(name: "words", column: "w", problem: .multiLabel), labels: LabelSet(names: ["bad", "good"])),
  ]

  /// Sentences with a telling word; of each question about a third of the rows has no answer.
  static func examples(_ count: Int, seed: UInt64 = 3) -> [Example] {
    TinyModel.examples(count, seed: seed).enumerated().map { index, example in
      var example = example
      let label = example.label ?? 0
      example.target = nil
      example.answers = [
        (index / 3) % 3 == 0 ? nil : .label(label), (index / 3) % 4 == 1 ? nil : .number(Double(label) * 2 + 1),
        (index / 3) % 3 == 2 ? nil : .labels([label == 0, label == 2]),
      ]
      return example
    }
  }

  static func data(_ count: Int = 240) throws -> TrainingData {
    try TrainingData(
      splitting: examples(count), questions: questions, validationFraction: 0.25, test: examples(60, seed: 9), seed: 1)
  }

  static func options(_ method: TrainingMethod = .finetune, epochs: Int = 8) -> TrainingOptions {
    var options = TinyModel.options()
    options.method = method
    options.epochs = epochs
    options.metric = .taskMean
    return options
  }

  @Test func severalQuestionsAreLearntAndEachIsABundleForTransformers() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try TrainingSession(tiny.job(Self.options(), data: Self.data())).run()
    guard case .several(let test) = outcome.test, case .several(let floor) = outcome.majorityTest else {
      Issue.record("\(String(describing: outcome.test))")
      return
    }
    #expect(test.questions.map(\.question) == ["tone", "mood", "words"])
    #expect(try #require(test.mean) > 0.9, "\(test)")
    #expect(try #require(floor.mean) < 0.5)
    #expect(test.questions[0].metrics.rows == Self.examples(60, seed: 9).count { $0.answers[0] != nil })
    let classifier = try MultiTaskClassifier(contentsOf: outcome.bundle, threads: 2)
    let columns = classifier.questions
    #expect(columns == Self.questions)
    let predictions = try classifier.predict(Self.examples(60, seed: 9))
    let right = zip(predictions, Self.examples(60, seed: 9)).filter { prediction, example in
      guard case .label(let label)? = example.answers[0] else { return false }
      return prediction["tone"]?.index == label
    }
    guard case .singleLabel(let tone) = test.questions[0].metrics else {
      Issue.record("\(test)")
      return
    }
    #expect(abs(Double(right.count) / Double(tone.rows) - tone.accuracy) < 1e-12)
    #expect {
      try TextClassifier(contentsOf: outcome.bundle, threads: 1)
    } throws: {
      if case .answersSeveral? = $0 as? InferenceError { true } else { false }
    }
    let page = try String(contentsOf: outcome.bundle.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("<h3>mood</h3>") && page.contains("Holds from"))
    let export = try TaskExport(contentsOf: outcome.bundle)
    for question in Self.questions {
      let own = tiny.root.appendingPathComponent(question.name)
      try export.write(question.name, to: own)
      try expectTransformersAgrees(own, classifier, question, tiny)
    }
    #expect(throws: TuningError.self) { try export.write("tune", to: tiny.root.appendingPathComponent("tune")) }
  }

  /// transformers' logits of the exported question are those of the bundle of several, and its scores too.
  private func expectTransformersAgrees(
    _ bundle: URL, _ several: MultiTaskClassifier, _ question: QuestionLabels, _ tiny: TinyModel
  ) throws {
    let texts = ["a great thing", "it was awful and lovely", "table", "Zz!"]
    let alone = try TextClassifier(contentsOf: bundle, threads: 1).predict(texts)
    #expect(alone.map(\.scores) == (try several.predict(texts)).compactMap { $0[question.name]?.scores })
    guard Oracle.isAvailable else { return }
    struct Answer: Decodable {
      let logits: [[Double]]
      let labels: [String]
      let problem_type: String
    }
    let file = tiny.root.appendingPathComponent("texts.json")
    try JSONEncoder().encode(texts).write(to: file)
    let output = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/bundle_logits.py"),
      arguments: [bundle.path, "32", file.path])
    let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
    #expect(answer.labels == question.labels.names && answer.problem_type == question.question.problem.rawValue)
    for (ours, theirs) in zip(alone, answer.logits) {
      #expect(zip(ours.logits, theirs).allSatisfy { abs($0 - $1) < 1e-5 * max(1, abs($1)) }, "\(ours.logits) \(theirs)")
    }
  }

  /// The same seed gives the same bytes at any number of threads, whole or interrupted and resumed, by each method.
  @Test(arguments: [TrainingMethod.finetune, .lora, .bitfit])
  func resumedRunsEndWithTheSameBytes(method: TrainingMethod) throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    let options = Self.options(method, epochs: 2), data = try Self.data(120)
    let unbroken = try TrainingSession(whole.job(options, data: data)).run()
    var job = try parts.job(options, data: data)
    job.threads = 2
    let done = Mutex(0)
    _ = try? TrainingSession(job).run(
      isCancelled: { done.withLock { $0 } >= 13 },
      onEvent: { event in
        if case .step(let progress) = event { done.withLock { $0 = progress.step } }
      })
    #expect(!FileManager.default.fileExists(atPath: parts.output.path))
    job.resume = true
    let resumed = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    #expect(resumed.epochs.map(\.validation) == unbroken.epochs.map(\.validation))
  }

  @Test func othersMethodsAndWeightsThatDoNotFitAreRefused() {
    let asked = Self.questions.map(\.question)
    func refused(_ name: String, _ change: (inout TrainingOptions) -> Void) {
      var options = Self.options()
      change(&options)
      #expect {
        try options.validate(questions: asked)
      } throws: {
        if case .option(name, _, _)? = $0 as? TuningError { true } else { false }
      }
    }
    for method in [TrainingMethod.features, .tfidf] { refused("method") { $0.method = method } }
    refused("metric") { $0.metric = .accuracy }
    refused("task-weights") { $0.taskWeights = ["tone": 1, "mood": 1] }
    refused("task-weights") { $0.taskWeights = ["tone": 1, "mood": 0, "words": 1] }
    refused("class-weights") { $0.classWeights = .list([1, 2, 3]) }
    refused("abstain-precision") { $0.abstainPrecision = 0.9 }
    #expect(throws: Never.self) { try Self.options().validate(questions: asked) }
    var single = TinyModel.options()
    single.taskWeights = ["tone": 1]
    #expect(throws: TuningError.self) { try single.validate(problem: .singleLabel) }
  }

  @Test func sharesGoByThePowerOfTheRowsOrAsAsked() {
    // 16^0.75 = 8 and 81^0.75 = 27.
    for (found, expected) in zip(QuestionShares.shares(sizes: [16, 81], weights: nil), [8.0 / 35, 27.0 / 35]) {
      #expect(abs(found - expected) < 1e-12)
    }
    #expect(QuestionShares.shares(sizes: [16, 81], weights: [3, 1]) == [0.75, 0.25])
  }
}
