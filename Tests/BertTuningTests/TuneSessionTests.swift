import BertBaselines
import BertData
import BertInference
import BertTuning
import Foundation
import Synchronization
import Testing

/// A search among settings, from rows to the bundle.
struct TuneSessionTests {
  private static func job(_ tiny: TinyModel, trials: Int? = 3, test: [Example] = []) throws -> TuneJob {
    var options = TinyModel.options()
    options.learningRate = nil
    options.epochs = 1
    let data = try TrainingData(
      labels: TinyModel.labels, training: TinyModel.examples(90), validation: TinyModel.examples(12, seed: 9),
      test: test)
    var job = TuneJob(try tiny.job(options, data: data), methods: [.tfidf, .features, .finetune]) {
      "train by \($0.title)"
    }
    job.trials = trials
    job.epochs = 1
    return job
  }

  /// What a search found, without what the clock says.
  private static func found(_ record: TuneRecord) -> [[String]] {
    record.trials.map { trial in
      [
        trial.setting.title, trial.outcome.rawValue, trial.reason ?? "", "\(trial.parts.map(\.labels))",
        "\(trial.rungs)", "\(trial.cost)",
      ]
    } + [["\(record.chosen ?? 0)", record.reason ?? ""]]
  }

  @Test func theBestLearnsFromAllRows() throws {
    let tiny = try TinyModel(), named = try TinyModel()
    defer {
      tiny.remove()
      named.remove()
    }
    let job = try Self.job(tiny), record = try TuneSession(job).run()
    #expect(record.rungs == [3, 9] && record.trials.map(\.number) == [1, 2, 3, 4, 5])
    #expect(record.trials.map(\.setting.method) == [.finetune, .tfidf, .features, .finetune, .finetune])
    #expect(record.trials.map(\.parts.count).sorted() == [3, 3, 9, 9, 9])
    #expect(record.trials.allSatisfy { $0.command == "train by \($0.setting.title)" && $0.outcome != .open })
    #expect(record.trials.filter { $0.setting.takesSteps }.allSatisfy { $0.cost > 0 && $0.learningRate != nil })
    let names = try FileManager.default.contentsOfDirectory(atPath: tiny.output.path).sorted()
    #expect(names == ["best", "report.html", "tune.json"])
    // The same as by the setting's name.
    let taken = try #require(record.taken), bundle = tiny.output.appendingPathComponent("best")
    var options = job.training.options
    options.method = taken.setting.method
    options.maxLength = taken.setting.maxLength
    if taken.setting.takesSteps {
      (options.epochs, options.learningRate) = (taken.setting.epochs, taken.setting.learningRate)
      (options.layerDecay, options.freeze) = (taken.setting.layerDecay, taken.setting.freeze)
    }
    if options.method == .tfidf {
      var settings = BaselineOptions(.tfidf)
      settings.seed = options.seed
      _ = try BaselineSession(BaselineJob(data: job.training.data, options: settings, output: named.output)).run()
    } else {
      let outcome = try TrainingSession(named.job(options, data: job.training.data)).run()
      #expect(outcome.validation == record.final?.validation)
    }
    #expect(try named.weights(named.output) == named.weights(bundle))
    #expect(try ClassifierBundle(contentsOf: bundle).record.method == taken.setting.method)
    let page = try String(contentsOf: tiny.output.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("Settings tried") && page.contains("train by"))
  }

  /// What judges the bundle at the end has no part in the choice.
  @Test func otherRowsHaveNoPart() throws {
    let tiny = try TinyModel(), other = try TinyModel()
    defer {
      tiny.remove()
      other.remove()
    }
    let wrong = TinyModel.examples(30, seed: 5).map {
      Example(text: $0.text, label: (($0.label ?? 0) + 1) % 3, line: $0.line)
    }
    let alone = try TuneSession(Self.job(tiny)).run(), tested = try TuneSession(Self.job(other, test: wrong)).run()
    #expect(Self.found(alone) == Self.found(tested))
    #expect(alone.final?.test == nil && tested.final?.test?.rows == 30)
  }

  @Test func goesOnAfterAnInterruption() throws {
    let tiny = try TinyModel(), whole = try TinyModel()
    defer {
      tiny.remove()
      whole.remove()
    }
    var job = try Self.job(tiny)
    let judged = Mutex(0)
    #expect(throws: TuningError.self) {
      try TuneSession(job).run(
        isCancelled: { judged.withLock { $0 >= 2 } },
        onEvent: { event in if case .judged = event { judged.withLock { $0 += 1 } } })
    }
    #expect(!FileManager.default.fileExists(atPath: tiny.output.appendingPathComponent("best").path))
    job.training.resume = true
    // Other settings, other rows.
    var more = job
    more.trials = 4
    #expect { try TuneSession(more).run() } throws: { error in
      guard case .resumeOptionsDiffer(_, let names)? = error as? TuningError else { return false }
      return names == ["trials"]
    }
    var others = job
    others.training.data = try TrainingData(
      labels: TinyModel.labels, training: TinyModel.examples(93), validation: TinyModel.examples(12, seed: 9))
    #expect { try TuneSession(others).run() } throws: { error in
      guard case .resumeInputDiffers? = error as? TuningError else { return false }
      return true
    }
    let asked = Mutex(0)
    let record = try TuneSession(job).run(onEvent: { event in
      if case .part = event { asked.withLock { $0 += 1 } }
    })
    let expected = try TuneSession(Self.job(whole)).run()
    #expect(Self.found(record) == Self.found(expected) && record.final?.validation == expected.final?.validation)
    #expect(asked.withLock { $0 } == 33 - 6)
    let bundles = [tiny, whole].map { $0.output.appendingPathComponent("best") }
    #expect(try tiny.weights(bundles[0]) == tiny.weights(bundles[1]))
    // What is finished is told again.
    let again = try TuneSession(job).run(onEvent: { event in
      if case .part = event { Issue.record("tried again") }
    })
    #expect(Self.found(again) == Self.found(record))
  }

  /// A label that does not exist would count in the figures, and a trial that does not exist would leave no bundle.
  @Test func aRecordThatNoSearchWroteIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try Self.job(tiny, trials: 1)
    job.methods = [.tfidf, .features]
    let judged = Mutex(0)
    #expect(throws: TuningError.self) {
      try TuneSession(job).run(
        isCancelled: { judged.withLock { $0 >= 1 } },
        onEvent: { event in if case .judged = event { judged.withLock { $0 += 1 } } })
    }
    job.training.resume = true
    let file = tiny.output.appendingPathComponent("tune.json")
    let sound = try JSONDecoder().decode(TuneRecord.self, from: Data(contentsOf: file))
    let place = try #require(sound.trials.firstIndex { !$0.parts.isEmpty })
    let changes: [(inout TuneRecord) -> Void] = [
      { $0.trials[place].parts[0].labels[0] = 3 }, { $0.trials[place].parts[0].labels[0] = -1 },
      { $0.trials[place].parts[0].labels.removeLast() }, { $0.chosen = 99 },
    ]
    for change in changes {
      var record = sound
      change(&record)
      try JSONEncoder().encode(record).write(to: file)
      #expect { try TuneSession(job).run() } throws: { error in
        guard case .journalDamaged(let path, _)? = error as? TuningError else { return false }
        return path == file.path
      }
    }
    try JSONEncoder().encode(sound).write(to: file)
    #expect(try TuneSession(job).run().final != nil)
  }

  @Test func whatCannotBeSearchedIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func refused(_ name: String, _ change: (inout TuneJob) -> Void) throws {
      var job = try Self.job(tiny)
      change(&job)
      #expect { _ = try TuneSession(job) } throws: { error in
        guard case .option(let option, _, _)? = error as? TuningError else { return false }
        return option == name
      }
    }
    try refused("methods") { $0.methods = [.tfidf] }
    try refused("methods") { $0.methods = [.finetune, .glove] }
    try refused("metric") { $0.training.options.metric = .logLoss }
    try refused("trials") { $0.trials = 0 }
    try refused("time") { $0.timeLimit = 0 }
  }

  /// A limit that leaves no room for one trial beside the training.
  @Test func noTimeAtAllIsSaid() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try Self.job(tiny, trials: nil)
    job.methods = [.finetune]
    job.timeLimit = 1e-9
    #expect { try TuneSession(job).run() } throws: { error in
      guard case .option("time", _, _)? = error as? TuningError else { return false }
      return true
    }
  }
}
