import BertData
import BertInference
import BertTuning
import Foundation
import Testing

/// Few sentences, each judged by a model that did not learn from it.
struct TokenCrossValidationTests {
  private static func data(_ rows: [TokenRow], folds: Int = 3, test: [TokenRow] = []) throws -> TokenTrainingData {
    var data = try TokenTrainingData(scheme: .bio, training: rows, validation: [], test: test)
    data.folds = folds
    return data
  }

  /// The parts of rows, the sentences with entities of each label shared out.
  private static func parts(_ rows: [TokenRow], count: Int, seed: UInt64) -> [[Int]] {
    StratifiedSplit.folds(
      targets: rows.map { row in
        .labels(["BAD", "GOOD"].map { label in (row.entities ?? []).contains { $0.label == label } })
      }, count: count, seed: seed)
  }

  private static func events(_ job: TokenTrainingJob) throws -> (TrainingOutcome, [TrainingWarning]) {
    var warnings: [TrainingWarning] = []
    let outcome = try TokenTrainingSession(job).run(onEvent: { event in
      if case .warning(let warning) = event { warnings.append(warning) }
    })
    return (outcome, warnings)
  }

  /// Each part is learnt without by hand; what the bundles find there is pooled.
  @Test(arguments: [TrainingMethod.finetune, .bitfit])
  func theFiguresAreThoseOfModelsThatLearntFromTheOthers(method: TrainingMethod) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let rows = TinyModel.taggedRows(60)
    let options = TinyModel.tokenOptions(method)
    var job = try tiny.tokenJob(options, data: Self.data(rows))
    job.threads = 2
    let session = try TokenTrainingSession(job)
    #expect(session.plan.lines.contains { $0.contains("cross-validated in 3 parts") })
    let outcome = try session.run()
    let parts = Self.parts(rows, count: 3, seed: options.seed)
    #expect(parts.count == 3 && parts.joined().sorted() == Array(rows.indices))
    var truth: [[LabelledRange]] = [], found: [[LabelledRange]] = []
    for (number, part) in parts.enumerated() {
      let rest = rows.indices.filter { !part.contains($0) }.map { rows[$0] }, held = part.map { rows[$0] }
      var alone = try tiny.tokenJob(
        options, data: TokenTrainingData(scheme: .bio, training: rest, validation: []))
      alone.output = tiny.root.appendingPathComponent("alone-\(number)")
      _ = try TokenTrainingSession(alone).run()
      let tagged = try TextTagger(contentsOf: alone.output, threads: 1).tag(held)
      truth += held.map { $0.entities ?? [] }
      found += zip(held, tagged).map { $1.entities(as: $0) }
    }
    let pooled = EntityMetrics(truth: truth, found: found)
    #expect(pooled.rows == 60 && pooled.f1 > 0 && pooled.f1 < 1)
    #expect(outcome.validation == .entities(pooled) && outcome.folds == 3, "\(outcome)")
    let record = try ClassifierBundle(contentsOf: outcome.bundle).record
    #expect(record.data.folds == 3 && record.data.trainingRows == 60 && record.data.validationRows == 0)
    #expect(record.metrics.validation == outcome.validation)
    let page = try String(contentsOf: tiny.output.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("60 cross-validated rows") && page.contains("divided into 3 parts"))
    let interval = try #require(
      RowBootstrap.interval(RowBootstrap().entityF1(truth: truth, found: [found])).map { ($0.low, $0.high) })
    func shown(_ value: Double) -> String { String(format: "%.3f", value) }
    #expect(page.contains("95 %: \(shown(interval.0)) to \(shown(interval.1))"), "\(interval)")
  }

  /// A run that was stopped in any part, or after all of them, goes on and ends with the bytes of one that was not.
  @Test(arguments: [10, 40, 60]) func resumedRunsEndWithTheSameBytes(stop: Int) throws {
    let whole = try TinyModel(), broken = try TinyModel()
    defer {
      whole.remove()
      broken.remove()
    }
    let data = try Self.data(TinyModel.taggedRows(48))
    var needed = 0, done = 0
    let expected = try TokenTrainingSession(whole.tokenJob(data: data)).run(onEvent: { event in
      if case .step = event { needed += 1 }
    })
    var job = try broken.tokenJob(data: data)
    job.threads = 2
    let flag = broken.root.appendingPathComponent("stop")
    #expect {
      _ = try TokenTrainingSession(job).run(
        isCancelled: { FileManager.default.fileExists(atPath: flag.path) },
        onEvent: { event in
          if case .step = event { done += 1 }
          if done == stop { _ = FileManager.default.createFile(atPath: flag.path, contents: nil) }
        })
    } throws: {
      guard case .interrupted(let checkpoint?) = $0 as? TuningError else { return false }
      return checkpoint == broken.partial.path
    }
    try FileManager.default.removeItem(at: flag)
    job.resume = true
    var otherwise = job
    otherwise.data = try Self.data(TinyModel.taggedRows(48), folds: 4)
    #expect {
      try TokenTrainingSession(otherwise)
    } throws: {
      if case .resumeInputDiffers? = $0 as? TuningError { true } else { false }
    }
    let outcome = try TokenTrainingSession(job).run(onEvent: { event in
      if case .step = event { done += 1 }
    })
    // What was learnt before is not learnt again.
    #expect(needed > stop && done < needed + stop)
    #expect(try whole.weights(whole.output) == broken.weights(broken.output))
    #expect(outcome.validation == expected.validation && outcome.folds == 3)
    #expect(!FileManager.default.fileExists(atPath: broken.partial.path))
  }

  @Test func labelsInOnePartAndFewSentencesAreTold() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var rows = TinyModel.taggedRows(24)
    rows.append(
      TokenRow(.words(["table", "is"], tags: [TokenTag(.begin, "RARE"), .outside]), line: 999))
    let test = TinyModel.taggedRows(8, seed: 9)
    let (outcome, warnings) = try Self.events(tiny.tokenJob(data: Self.data(rows, folds: 4, test: test)))
    #expect(warnings.contains(.labelsInOnePart(["RARE"])) && warnings.contains(.fewSentences(25)), "\(warnings)")
    #expect(!warnings.contains(.noValidation))
    guard case .entities(let metrics)? = outcome.validation, case .entities(let tested)? = outcome.test else {
      Issue.record("\(outcome)")
      return
    }
    #expect(metrics.rows == 25 && tested.rows == 8)
    let place = try #require(metrics.labels.firstIndex(of: "RARE"))
    #expect(metrics.perLabel[place].support == 1 && metrics.perLabel[place].recall == 0)
    // The bundle's model learnt from it.
    #expect(try TextTagger(contentsOf: tiny.output, threads: 1).labels.contains("B-RARE"))
    let page = try String(contentsOf: tiny.output.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("on the cross-validated rows") && page.contains("8 test rows"))
  }

  /// The one sentence with entities cannot be learnt from and judged at once.
  @Test func oneSentenceWithEntitiesIsNotCrossValidated() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var rows = TinyModel.taggedRows(12).filter { ($0.entities ?? []).isEmpty }
    rows.append(TokenRow(.words(["fine", "is"], tags: [TokenTag(.begin, "GOOD"), .outside]), line: 999))
    let (outcome, warnings) = try Self.events(tiny.tokenJob(data: Self.data(rows)))
    #expect(outcome.folds == nil && outcome.validation == nil && warnings.contains(.noValidation))
    rows.append(TokenRow(.words(["great", "is"], tags: [TokenTag(.begin, "GOOD"), .outside]), line: 1000))
    tiny.remove()
    let other = try TinyModel()
    defer { other.remove() }
    let (judged, _) = try Self.events(other.tokenJob(data: Self.data(rows, folds: 5)))
    #expect((judged.folds ?? 0) >= 2 && judged.validation?.rows == rows.count)
  }
}
