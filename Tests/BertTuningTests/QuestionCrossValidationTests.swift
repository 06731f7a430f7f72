import BertData
import BertInference
import BertTuning
import Foundation
import Testing

/// Few rows with answers to several questions, each judged by a model that did not learn from it.
struct QuestionCrossValidationTests {
  private static func data(_ rows: [Example], folds: Int = 3) throws -> TrainingData {
    var data = try TrainingData(questions: MultiTaskTests.questions, training: rows, validation: [])
    data.folds = folds
    return data
  }

  private static func figures(_ outcome: TrainingOutcome) throws -> QuestionMetrics {
    let metrics = if case .several(let metrics)? = outcome.validation { metrics } else { nil as QuestionMetrics? }
    return try #require(metrics)
  }

  /// Each part is learnt without by hand; the outputs of the bundles there are pooled.
  @Test(arguments: [TrainingMethod.finetune, .bitfit])
  func theFiguresAreThoseOfModelsThatLearntFromTheOthers(method: TrainingMethod) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let rows = MultiTaskTests.examples(90)
    var options = MultiTaskTests.options(method, epochs: 3)
    options.calibrates = true
    var job = try tiny.job(options, data: Self.data(rows))
    job.threads = 2
    let outcome = try TrainingSession(job).run()
    let metrics = try Self.figures(outcome)
    let parts = StratifiedSplit.folds(
      answers: rows.map(\.answers), questions: MultiTaskTests.questions, count: 3, seed: options.seed)
    #expect(parts.count == 3 && parts.joined().sorted() == Array(rows.indices))
    var judged: [Example] = [], predictions: [QuestionPredictions] = []
    options.calibrates = nil
    for (number, part) in parts.enumerated() {
      let rest = rows.indices.filter { !part.contains($0) }.map { rows[$0] }, held = part.map { rows[$0] }
      var alone = try tiny.job(
        options, data: TrainingData(questions: MultiTaskTests.questions, training: rest, validation: []))
      alone.output = tiny.root.appendingPathComponent("alone-\(number)")
      _ = try TrainingSession(alone).run()
      judged += held
      predictions += try MultiTaskClassifier(contentsOf: alone.output, threads: 1).predict(held)
    }
    // The bundle's rules are those that were chosen on the pooled outputs.
    let rules = try MultiTaskClassifier(contentsOf: outcome.bundle, threads: 1).rules
    #expect(outcome.folds == 3 && metrics.rows == 90 && metrics.questions.count == 3)
    for (place, question) in MultiTaskTests.questions.enumerated() {
      let answered = judged.indices.filter { judged[$0].answers[place] != nil }
      let pooled = TaskMetrics(
        labels: question.labels.names, truth: answered.compactMap { judged[$0].answers[place] },
        scores: answered.flatMap { rules[place].scores(predictions[$0].answers[place].logits) }, rule: rules[place])
      #expect(metrics.questions[place].metrics == pooled, "\(question.name)")
      #expect(pooled.rows == rows.count { $0.answers[place] != nil })
    }
    #expect(outcome.note?.contains("tone: the scores are calibrated") == true, "\(outcome.note ?? "")")
    guard case .several(let majority)? = outcome.majorityValidation else {
      Issue.record("\(outcome)")
      return
    }
    #expect(majority.questions.map(\.metrics.rows) == metrics.questions.map(\.metrics.rows))
    let record = try ClassifierBundle(contentsOf: outcome.bundle).record
    #expect(record.data.folds == 3 && record.data.trainingRows == 90 && record.data.validationRows == 0)
    let page = try String(contentsOf: outcome.bundle.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("90 cross-validated rows") && page.contains("divided into 3 parts"))
    #expect(page.contains("(95 %: "))
  }

  @Test(arguments: [10, 45]) func resumedRunsEndWithTheSameBytes(stop: Int) throws {
    let whole = try TinyModel(), broken = try TinyModel()
    defer {
      whole.remove()
      broken.remove()
    }
    let data = try Self.data(MultiTaskTests.examples(48)), options = MultiTaskTests.options(epochs: 3)
    let expected = try TrainingSession(whole.job(options, data: data)).run()
    var job = try broken.job(options, data: data)
    job.threads = 2
    let flag = broken.root.appendingPathComponent("stop")
    var steps = 0
    #expect(throws: TuningError.self) {
      _ = try TrainingSession(job).run(
        isCancelled: { FileManager.default.fileExists(atPath: flag.path) },
        onEvent: { event in
          if case .step = event { steps += 1 }
          if steps == stop { _ = FileManager.default.createFile(atPath: flag.path, contents: nil) }
        })
    }
    try FileManager.default.removeItem(at: flag)
    #expect(FileManager.default.fileExists(atPath: broken.partial.path))
    job.resume = true
    let outcome = try TrainingSession(job).run()
    #expect(try whole.weights(whole.output) == broken.weights(broken.output))
    #expect(outcome.validation == expected.validation && outcome.folds == 3)
  }

  /// What the others cannot teach is always learnt from and never judged; the other answers of such rows are.
  @Test func answersThatNoOtherRowTeachesAreNotJudged() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var rows = MultiTaskTests.examples(48)
    for row in rows.indices {
      // Two rows alone have a number, and one alone the label of the third place.
      if row != 4 && row != 30 { rows[row].answers[1] = nil } else { rows[row].answers[1] = .number(Double(row)) }
      if case .label(2)? = rows[row].answers[0], row != 14 { rows[row].answers[0] = .label(1) }
    }
    rows[14].answers[0] = .label(2)
    var warnings: [TrainingWarning] = []
    let outcome = try TrainingSession(tiny.job(MultiTaskTests.options(epochs: 1), data: Self.data(rows, folds: 4)))
      .run(onEvent: { event in
        if case .warning(let warning) = event { warnings.append(warning) }
      })
    let metrics = try Self.figures(outcome)
    #expect(metrics.questions.map(\.question) == ["tone", "words"], "\(metrics)")
    let tones = rows.count { $0.answers[0] != nil }
    let judged = metrics.questions[0].metrics.rows
    #expect(judged == tones - 3 && metrics.rows == 46, "\(judged) of \(tones)")
    #expect(
      warnings.contains {
        if case .question("tone", .fewJudging(judged, _, _)) = $0 { true } else { false }
      }, "\(warnings)")
  }
}
