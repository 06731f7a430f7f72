import BertBaselines
import BertData
import BertInference
import BertTuning
import Foundation
import Testing

/// The bundle of a conditional random field over the words; the field itself is held to CRFsuite in BertBaselinesTests.
struct TokenBaselineTests {
  private static func run(
    _ tiny: TinyModel, folds: Int? = nil, test: [TokenRow] = []
  ) throws -> (data: TokenTrainingData, outcome: TrainingOutcome) {
    var data = try TinyModel.tokenData(folds == nil ? 96 : 48, held: folds == nil ? 24 : 0, test: test)
    data.folds = folds
    var job = TokenBaselineJob(data: data, output: tiny.output)
    job.program = "bertft test"
    let session = try TokenBaselineSession(job)
    #expect(
      session.planLines.contains { $0.contains("crf: CRF, no encoder") } && session.warnings.isEmpty == (folds == nil))
    return (data, try session.run())
  }

  private static func figure(_ metrics: TaskMetrics?) throws -> EntityMetrics {
    guard case .entities(let figures)? = metrics else { throw CancellationError() }
    return figures
  }

  /// What the bundle finds is what the field finds that was learnt from the same rows.
  @Test func theBundleFindsWhatWasLearnt() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let test = TinyModel.taggedRows(20, seed: 9), (data, outcome) = try Self.run(tiny, test: test)
    // Each word has one tag, so that the words tell all.
    #expect(try Self.figure(outcome.validation).f1 > 0.99 && Self.figure(outcome.test).f1 > 0.99)
    let tagger = try TextTagger(contentsOf: tiny.output, threads: 1)
    #expect(tagger.labels == data.classes.map(\.description) && tagger.entityLabels == ["BAD", "GOOD"])
    #expect(tagger.record?.method == .crf && tagger.record?.formatVersion == 9)
    #expect(try tagger.evaluate(test) == Self.figure(outcome.test))
    let live = try WordTagger(learning: data.training, classes: data.classes, scheme: data.scheme)
    for (row, found) in zip(test, try tagger.tag(test)) {
      #expect(found.tags == live.tagged(row).tags && found.scores.allSatisfy { (0...1).contains($0) })
    }
    let entity = try #require(try tagger.tag(["it was fine table"])[0].entities.first)
    #expect(entity.label == "GOOD" && entity.text.hasPrefix("fine") && entity.range.lowerBound == 7)
    // Asked by several at once, as a server does.
    let prepared = try test.map { try tagger.prepare($0) }
    #expect(try tagger.outputs(for: prepared, isCancelled: { false }) == tagger.tag(test))
    guard case .tagger = try OpenedModel(contentsOf: tiny.output, threads: 1) else {
      Issue.record("the bundle is opened as something else")
      return
    }
    #expect {
      try TextClassifier(contentsOf: tiny.output, threads: 1)
    } throws: {
      if case .labelsTokens? = $0 as? InferenceError { true } else { false }
    }
    let page = try String(contentsOf: try #require(outcome.report), encoding: .utf8)
    #expect(page.contains("A conditional random field over the words of 72 texts") && page.contains("GOOD"))
    // A bundle is replaced, and something else is not.
    _ = try Self.run(tiny)
    try FileManager.default.removeItem(at: tiny.output.appendingPathComponent("bertft.json"))
    #expect(throws: TuningError.self) { try TokenBaselineSession(TokenBaselineJob(data: data, output: tiny.output)) }
  }

  @Test func fewSentencesAreCrossValidated() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try Self.run(tiny, folds: 3).outcome
    #expect(outcome.folds == 3)
    #expect(try Self.figure(outcome.validation).rows == 48)
  }

  @Test func damagedFilesAreNamed() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try Self.run(tiny)
    let list = tiny.output.appendingPathComponent("vocabulary-features.txt")
    let whole = try Data(contentsOf: list)
    try Data(whole.dropLast(4)).write(to: list)
    #expect(throws: InferenceError.self) { try TextTagger(contentsOf: tiny.output, threads: 1) }
    try whole.write(to: list)
    _ = try TextTagger(contentsOf: tiny.output, threads: 1)
    try FileManager.default.removeItem(at: tiny.output.appendingPathComponent("model.safetensors"))
    #expect(throws: InferenceError.self) { try TextTagger(contentsOf: tiny.output, threads: 1) }
  }

  @Test func cancelledRunsLeaveNothing() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    #expect {
      try TokenBaselineSession(TokenBaselineJob(data: TinyModel.tokenData(), output: tiny.output)).run(
        isCancelled: { true })
    } throws: {
      if case .interrupted? = $0 as? TuningError { true } else { false }
    }
    #expect(!FileManager.default.fileExists(atPath: tiny.output.path))
  }
}
