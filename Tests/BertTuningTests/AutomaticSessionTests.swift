import BertBaselines
import BertData
import BertInference
import BertTuning
import Foundation
import Synchronization
import Testing

/// The method `auto`, from rows to the bundle.
struct AutomaticSessionTests {
  private static func options() -> TrainingOptions {
    var options = TinyModel.options()
    options.method = .auto
    return options
  }

  private static func pairs() -> TrainingOptions {
    var options = TrainingOptions.ofPairs
    options.maxLength = 32
    options.epochs = 4
    options.learningRate = 1e-3
    return options
  }

  private static func data(
    _ examples: [Example], folds: Int? = 5, test: [Example] = []
  ) throws -> TrainingData {
    var data = try TrainingData(labels: TinyModel.labels, training: examples, validation: [], test: test)
    data.folds = folds
    return data
  }

  /// A job that fine-tunes for so short that the encoder learns nothing by it.
  private static func job(_ tiny: TinyModel, rows: Int = 72, epochs: Int = 1, folds: Int? = 3) throws -> TrainingJob {
    var options = options()
    options.epochs = epochs
    return try tiny.job(options, data: data(TinyModel.examples(rows), folds: folds))
  }

  /// Pairs teach the random encoder which words tell the labels apart, and one pass over the rows does not.
  @Test func takesSetFitWherePairsHelp() throws {
    let tiny = try TinyModel(), named = try TinyModel()
    defer {
      tiny.remove()
      named.remove()
    }
    let outcome = try AutomaticSession(Self.job(tiny), pairs: Self.pairs()).run()
    #expect(outcome.choice.method == .setfit)
    let selection = try #require(outcome.selection)
    #expect(selection.trials.map(\.method) == [.tfidf, .features, .finetune, .setfit])
    #expect(selection.trials.last?.accuracy ?? 0 > 0.6)
    // The same bytes and figures as of the method by its name.
    var job = try Self.job(named)
    job.options = Self.pairs()
    job.options.seed = Self.options().seed
    let expected = try TrainingSession(job).run()
    #expect(try tiny.weights(tiny.output) == named.weights(named.output))
    #expect(outcome.validation == expected.validation && outcome.folds == 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: tiny.root.path).sorted() == ["bundle", "encoder"])
  }

  /// Labels that the last words of a text tell, whatever the encoder is taught.
  @Test func takesFeaturesWhereTheyTellAll() throws {
    let tiny = try TinyModel(), named = try TinyModel()
    defer {
      tiny.remove()
      named.remove()
    }
    let examples = (0..<30).map { row in
      Example(
        text: Array(repeating: [TinyModel.bad, TinyModel.neutral, TinyModel.good][row % 3][row / 3 % 2], count: 6)
          .joined(separator: " "), label: row % 3, line: row + 2)
    }
    let data = try Self.data(examples)
    let outcome = try AutomaticSession(tiny.job(Self.options(), data: data), pairs: Self.pairs()).run()
    #expect(outcome.choice.method == .features)
    #expect(outcome.selection?.trials.last?.accuracy == nil)
    var options = Self.options()
    options.method = .features
    let expected = try TrainingSession(named.job(options, data: data)).run()
    #expect(try tiny.weights(tiny.output) == named.weights(named.output))
    #expect(outcome.validation == expected.validation)
    let record = try ClassifierBundle(contentsOf: tiny.output).record
    #expect(record.method == .features && record.methodReason == outcome.choice.reason)
  }

  /// Labels that words tell which the encoder does not know.
  @Test func takesWordsWhereTheEncoderIsBehind() throws {
    let tiny = try TinyModel(), named = try TinyModel()
    defer {
      tiny.remove()
      named.remove()
    }
    // Words that the encoder's vocabulary does not have are all the same to it.
    let examples = (0..<60).map { row in
      Example(text: "it was \(["apricot", "mountain", "sulphur"][row % 3]) thing", label: row % 3, line: row + 2)
    }
    let data = try Self.data(examples, folds: 3, test: Array(examples.prefix(9)))
    var options = Self.options()
    options.epochs = 1
    var pairs = Self.pairs()
    pairs.epochs = 1
    let outcome = try AutomaticSession(tiny.job(options, data: data), pairs: pairs).run()
    #expect(outcome.choice.method == .tfidf && outcome.choice.reason.contains("features"))
    #expect(outcome.selection?.choice == outcome.choice && outcome.test?.classification?.accuracy == 1)
    var settings = BaselineOptions(.tfidf)
    settings.seed = options.seed
    var job = BaselineJob(data: data, options: settings, output: named.output)
    job.threads = 1
    let expected = try BaselineSession(job).run()
    #expect(outcome.validation == expected.validation && outcome.folds == 3)
    #expect(try tiny.weights(tiny.output) == named.weights(named.output))
    let record = try ClassifierBundle(contentsOf: tiny.output).record
    #expect(record.method == .tfidf && record.methodReason == outcome.choice.reason && record.selection != nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: tiny.root.path).sorted() == ["bundle", "encoder"])
  }

  @Test func takesFineTuningOfManyRowsWithoutATrial() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    // Every tenth label is wrong, so that there is something to win.
    let examples = TinyModel.examples(450).enumerated().map { row, example in
      Example(
        text: example.text, label: ((example.label ?? 0) + (row.isMultiple(of: 10) ? 1 : 0)) % 3, line: example.line)
    }
    let data = try TrainingData(
      splitting: examples, labels: TinyModel.labels, validationFraction: 0.1, seed: 1)
    let tried = Mutex<[MethodTrial]>([])
    let outcome = try AutomaticSession(tiny.job(Self.options(), data: data), pairs: Self.pairs()).run(onEvent: {
      event in
      if case .selection(.tried(let trial)) = event { tried.withLock { $0.append(trial) } }
    })
    #expect(outcome.choice.method == .finetune && outcome.folds == nil)
    #expect(outcome.selection?.rows ?? 0 <= 303)
    #expect(tried.withLock { $0.map { $0.rows > 0 } } == [true, true, false, false])
    #expect(tried.withLock { $0 } == outcome.selection?.trials)
  }

  /// What judges a classifier at the end has no part in the decision.
  @Test func doesNotLookAtOtherRows() throws {
    func selection(_ others: [Example]) throws -> MethodSelection {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var options = Self.options()
      options.epochs = 1
      let data = try TrainingData(
        labels: TinyModel.labels, training: TinyModel.examples(36), validation: others, test: others)
      return try #require(try AutomaticSession(tiny.job(options, data: data), pairs: Self.pairs()).run().selection)
    }
    let others = TinyModel.examples(30, seed: 9)
    // Each with a wrong label.
    let wrong = others.map { Example(text: $0.text, label: (($0.label ?? 0) + 1) % 3, line: $0.line) }
    let (first, second) = (try selection(others), try selection(wrong))
    #expect(first.choice == second.choice)
    #expect(first.trials.map(\.accuracy) == second.trials.map(\.accuracy))
    #expect(first.trials.map(\.reason) == second.trials.map(\.reason))
  }

  /// A run that was stopped in any trial, or after the decision, goes on and ends with the same bytes.
  @Test(arguments: [3, 40]) func resumedRunsEndWithTheSameBytes(stop: Int) throws {
    let whole = try TinyModel(), broken = try TinyModel()
    defer {
      whole.remove()
      broken.remove()
    }
    let steps = Mutex((all: 0, isStopped: false))
    let expected = try AutomaticSession(Self.job(whole), pairs: Self.pairs()).run(onEvent: { event in
      if case .step = event { steps.withLock { $0.all += 1 } }
    })
    // In the training of the whole run at the latest.
    let last = min(stop, steps.withLock { $0.all } - 2)
    steps.withLock { $0.all = 0 }
    var job = try Self.job(broken)
    job.threads = 2
    #expect {
      try AutomaticSession(job, pairs: Self.pairs()).run(
        isCancelled: { steps.withLock { $0.isStopped } },
        onEvent: { event in
          if case .step = event {
            steps.withLock {
              $0.all += 1
              if $0.all == last { $0.isStopped = true }
            }
          }
        })
    } throws: {
      guard case .interrupted(let place?)? = $0 as? TuningError else { return false }
      return place.hasSuffix("bundle.trials")
    }
    #expect(!FileManager.default.fileExists(atPath: broken.output.path))
    job.resume = true
    job.threads = 1
    let outcome = try AutomaticSession(job, pairs: Self.pairs()).run()
    #expect(try whole.weights(whole.output) == broken.weights(broken.output))
    #expect(outcome.choice == expected.choice && outcome.validation == expected.validation)
    #expect(try FileManager.default.contentsOfDirectory(atPath: broken.root.path).sorted() == ["bundle", "encoder"])
  }

  @Test func refusesToGoOnWithSomethingElse() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try Self.job(tiny)
    job.resume = true
    func refused(_ job: TrainingJob, limit: Double? = nil) -> TuningError? {
      do throws(TuningError) {
        _ = try AutomaticSession(job, pairs: Self.pairs(), timeLimit: limit).run()
        return nil
      } catch {
        return error
      }
    }
    guard case .nothingToResume? = refused(job) else {
      Issue.record("a run went on that never was")
      return
    }
    job.resume = false
    let steps = Mutex(0)
    #expect(throws: TuningError.self) {
      try AutomaticSession(job, pairs: Self.pairs()).run(isCancelled: { steps.withLock { $0 > 2 } }) { event in
        if case .step = event { steps.withLock { $0 += 1 } }
      }
    }
    job.resume = true
    var other = job
    other.options.seed = 5
    guard case .resumeOptionsDiffer(_, let names)? = refused(other, limit: 100) else {
      Issue.record("other options went on")
      return
    }
    #expect(names == ["seed", "time"])
    other = job
    other.data = try Self.data(TinyModel.examples(39), folds: 3)
    guard case .resumeInputDiffers? = refused(other) else {
      Issue.record("other data went on")
      return
    }
    // A method by name does not go on with what trials have begun.
    other = job
    other.options.method = .finetune
    #expect {
      try TrainingSession(other)
    } throws: {
      guard case .resumeOptionsDiffer(_, let names)? = $0 as? TuningError else { return false }
      return names == ["method"]
    }
  }

  /// One row a label cannot be held back and learnt from.
  @Test func tooFewRowsForTrialsKeepTheEncoder() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try AutomaticSession(
      tiny.job(Self.options(), data: Self.data(TinyModel.examples(2), folds: nil)), pairs: Self.pairs()
    ).run()
    #expect(outcome.choice.method == .features && outcome.selection?.trials.isEmpty == true)
    #expect(outcome.choice.reason.contains("too few"))
  }

  @Test func aShortTimeKeepsToTheCheapest() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try AutomaticSession(Self.job(tiny), pairs: Self.pairs(), timeLimit: 1e-6).run()
    // Both take next to no time, and here the words tell more than a random encoder.
    #expect(outcome.choice.method == .tfidf && outcome.selection?.timeLimit == 1e-6)
    #expect(outcome.selection?.trials.map { $0.accuracy != nil } == [true, true, false, false])
    #expect(outcome.selection?.trials.last?.reason.contains("left") == true)
  }

  @Test(arguments: [0, -1, .infinity, .nan, 1e300]) func aLimitIsASpanOfTime(seconds: Double) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    #expect {
      try AutomaticSession(Self.job(tiny), timeLimit: seconds)
    } throws: {
      if case .option("time", _, _)? = $0 as? TuningError { true } else { false }
    }
  }

  @Test func otherTasksAndMethodsAreNotTried() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try Self.job(tiny)
    #expect {
      try TrainingSession(job)
    } throws: {
      guard case .option("method", _, let rule)? = $0 as? TuningError else { return false }
      return rule.contains("trials")
    }
    job.options.method = .finetune
    #expect(throws: TuningError.self) { try AutomaticSession(job) }
    job = try tiny.job(Self.options(), data: TaskTests.data(isNumber: true))
    job.options.metric = .mse
    job.options.epochs = 1
    #expect(throws: TuningError.self) { try AutomaticSession(job, timeLimit: 60) }
    let outcome = try AutomaticSession(job).run()
    #expect(outcome.choice.method == .finetune && outcome.selection == nil)
  }
}
