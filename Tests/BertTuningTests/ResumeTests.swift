import BertData
import BertInference
import BertStorage
import BertTuning
import Foundation
import Synchronization
import Testing

/// A run that is stopped and resumed ends with the bytes of one that was not.
struct ResumeTests {
  /// Runs a job that is cancelled once so many steps are done.
  private func interrupt(_ job: TrainingJob, after steps: Int) throws {
    let done = Mutex(0)
    let session = try TrainingSession(job)
    #expect {
      try session.run(
        isCancelled: { done.withLock { $0 } >= steps },
        onEvent: { event in
          if case .step(let progress) = event { done.withLock { $0 = progress.step } }
        })
    } throws: { error in
      guard case .interrupted(let checkpoint?)? = error as? TuningError else { return false }
      return checkpoint.hasSuffix("bundle.partial")
    }
  }

  /// 72 rows make nine steps an epoch: the cuts lie inside an epoch, at its end, and before anything was done; the
  /// resumed run has another number of threads than the first.
  @Test(arguments: [0, 4, 9, 14, 18], [1, 2])
  func resumesToTheSameBytes(cut: Int, threads: Int) throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    var options = TinyModel.options()
    options.gradualUnfreeze = cut == 14
    let unbroken = try TrainingSession(whole.job(options)).run()
    var job = try parts.job(options)
    job.threads = threads
    try interrupt(job, after: cut)
    #expect(!FileManager.default.fileExists(atPath: parts.output.path))
    job.resume = true
    job.threads = 3 - threads
    let resumedAt = Mutex(-1)
    let resumed = try TrainingSession(job).run(onEvent: { event in
      if case .resumed(let step, _) = event { resumedAt.withLock { $0 = step } }
    })
    #expect(resumedAt.withLock { $0 } == cut)
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    #expect(resumed.epochs.map(\.trainingLoss) == unbroken.epochs.map(\.trainingLoss))
    #expect(resumed.epochs.map(\.validation) == unbroken.epochs.map(\.validation))
    #expect(!FileManager.default.fileExists(atPath: parts.partial.path))
  }

  /// Behind the last epoch only the best weights are needed, whichever epoch they are of: no moments are written, and
  /// the run goes on with what lies there. The outputs that choose the scores, which the other run has kept, are made
  /// again.
  @Test(arguments: [false, true])
  func resumesBehindTheLastEpoch(averages: Bool) throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    var options = TinyModel.options()
    if averages {
      options.stability = StabilityOptions()
      options.stability?.averaging = 0.9
    }
    options.calibrates = true
    let data = try TinyModel.data(test: TinyModel.examples(9, seed: 4))
    let unbroken = try TrainingSession(whole.job(options, data: data)).run()
    var job = try parts.job(options, data: data)
    let isDone = Mutex(false)
    #expect {
      try TrainingSession(job).run(
        isCancelled: { isDone.withLock { $0 } },
        onEvent: { event in
          if case .epoch(let report) = event, report.epoch == options.epochs { isDone.withLock { $0 = true } }
        })
    } throws: { error in
      if case .interrupted? = error as? TuningError { true } else { false }
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: parts.partial.path)
    #expect(files.filter { $0.hasSuffix(".safetensors") }.count == 1)
    job.resume = true
    let resumed = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    #expect(resumed.validation == unbroken.validation)
    let calibrations = try [parts, whole].map { try ClassifierBundle(contentsOf: $0.output).record.calibration }
    #expect(calibrations[0] == calibrations[1])
  }

  /// Three times stopped, with a checkpoint after every step, as under a very short interval.
  @Test func manyInterruptionsChangeNothing() throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    _ = try TrainingSession(whole.job()).run()
    var job = try parts.job()
    job.checkpointInterval = 0
    for cut in [2, 7, 20] {
      try interrupt(job, after: cut)
      job.resume = true
    }
    _ = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
  }

  @Test func refusesOtherOptionsOtherDataAndNoRun() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try tiny.job()
    job.resume = true
    #expect {
      try TrainingSession(job)
    } throws: {
      if case .nothingToResume? = $0 as? TuningError { true } else { false }
    }
    job.resume = false
    try interrupt(job, after: 3)
    job.resume = true
    var changed = job
    changed.options.learningRate = 1e-3
    changed.options.seed = 7
    #expect {
      try TrainingSession(changed)
    } throws: {
      guard case .resumeOptionsDiffer(_, let names)? = $0 as? TuningError else { return false }
      return names == ["learningRate", "seed"]
    }
    changed = job
    changed.data = try TinyModel.data(95)
    #expect {
      try TrainingSession(changed)
    } throws: {
      if case .resumeInputDiffers? = $0 as? TuningError { true } else { false }
    }
  }

  /// What a killed process leaves: the last checkpoint, and half of the next one beside it.
  @Test func aHalfWrittenCheckpointDoesNoHarm() throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    _ = try TrainingSession(whole.job()).run()
    var job = try parts.job()
    try interrupt(job, after: 5)
    try Data([1, 2, 3]).write(to: parts.partial.appendingPathComponent("step-x-0-6.safetensors.tmp-1-1"))
    try Data([1, 2, 3]).write(to: parts.partial.appendingPathComponent("step-x-0-6.safetensors"))
    job.resume = true
    _ = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
  }

  /// What no run has written so is not believed: numbers out of their bounds, and names that lead elsewhere.
  static let changes: [(path: [String], value: JSONValue)] = [
    (["run"], "../../elsewhere"), (["run"], ""), (["tensors"], "../encoder/model.safetensors"),
    (["tensors"], "model.safetensors"), (["best", "file"], "/dev/zero"), (["best", "epoch"], .integer(-1)),
    (["epoch"], .integer(-3)), (["epoch"], .integer(1_000_000_000_000)), (["step"], .integer(-1)),
    (["step"], .integer(4)),
    (["step"], .integer(.max)), (["stepInEpoch"], .integer(1_000_000)), (["stepInEpoch"], .integer(-1)),
    (["epochsWithoutGain"], .integer(9)), (["lossRows"], .integer(-5)), (["reports"], .array([])),
  ]

  @Test(arguments: changes) func aStateOfNoRunIsRefused(path: [String], value: JSONValue) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try tiny.job()
    try interrupt(job, after: 12)
    let file = tiny.partial.appendingPathComponent("state.json")
    var state = try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
    if path.count == 1 {
      state[path[0]] = value
    } else {
      var inner = try #require(state[path[0]])
      inner[path[1]] = value
      state[path[0]] = inner
    }
    try Data(state.line.utf8).write(to: file)
    let before = try FileManager.default.contentsOfDirectory(atPath: tiny.root.path).sorted()
    job.resume = true
    #expect {
      _ = try TrainingSession(job).run()
    } throws: {
      if case .journalDamaged? = $0 as? TuningError { true } else { false }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: tiny.root.path).sorted() == before)
  }

  @Test func somebodysDirectoryAtTheSideIsLeftAlone() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    try FileManager.default.createDirectory(at: tiny.partial, withIntermediateDirectories: true)
    let file = tiny.partial.appendingPathComponent("thesis.txt")
    try Data("years".utf8).write(to: file)
    for name in ["bundle.partial", "bundle.trials"] {
      let place = tiny.root.appendingPathComponent(name)
      if name != "bundle.partial" { try FileManager.default.moveItem(at: tiny.partial, to: place) }
      var options = TinyModel.options()
      if name == "bundle.trials" { options.method = .auto }
      #expect {
        if name == "bundle.trials" {
          _ = try AutomaticSession(tiny.job(options)).run()
        } else {
          _ = try TrainingSession(tiny.job(options)).run()
        }
      } throws: {
        if case .file(FileError(.notOurs, place.path))? = $0 as? TuningError { true } else { false }
      }
      #expect(try String(contentsOf: place.appendingPathComponent("thesis.txt"), encoding: .utf8) == "years")
    }
  }

  @Test func aFreshStartWarnsOfTheUnfinishedRun() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let job = try tiny.job()
    try interrupt(job, after: 12)
    let warnings = try TrainingSession(job).warnings
    #expect(warnings.contains(.unfinishedRun(path: tiny.partial.path, epoch: 2, epochs: 3)))
  }

  @Test func onlyOneRunAtATimeInOnePlace() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let first = try TrainingSession(tiny.job())
    #expect {
      try TrainingSession(tiny.job())
    } throws: {
      if case .outputBusy? = $0 as? TuningError { true } else { false }
    }
    // Who is refused takes nothing away, although nothing is saved yet.
    #expect(FileManager.default.fileExists(atPath: tiny.partial.path))
    _ = try first.run()
    #expect(!FileManager.default.fileExists(atPath: tiny.partial.path))
  }
}
