import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertStorage
import BertTuning
import Foundation
import Synchronization
import Testing

/// Runs that are kept near the encoder that they begin with, from the encoder to the bundle.
@Suite struct StabilityTests {
  private static func options(_ change: (inout StabilityOptions) -> Void) -> TrainingOptions {
    var options = TinyModel.options(), stability = StabilityOptions()
    change(&stability)
    options.stability = stability
    return options
  }

  private static let kinds = ["linear-probe", "l2-sp", "mixout", "r-drop", "ema", "all"]

  private static func options(_ kind: String) -> TrainingOptions {
    options { stability in
      let isAll = kind == "all"
      if isAll || kind == "linear-probe" { stability.linearProbe = true }
      if isAll || kind == "l2-sp" { stability.startPull = 0.1 }
      if isAll || kind == "mixout" { stability.mixout = 0.3 }
      if isAll || kind == "r-drop" { stability.rDrop = 1 }
      if isAll || kind == "ema" { stability.averaging = 0.9 }
    }
  }

  /// 72 rows make nine steps an epoch: inside an epoch and at its end, at another number of threads than the first, and
  /// with batches in parts.
  @Test(arguments: kinds, [4, 9]) func resumesToTheSameBytes(kind: String, cut: Int) throws {
    let whole = try TinyModel(), parts = try TinyModel(), plain = try TinyModel()
    defer {
      for tiny in [whole, parts, plain] { tiny.remove() }
    }
    var options = Self.options(kind)
    options.epochs = 2
    _ = try TrainingSession(whole.job(options)).run()
    var job = try parts.job(options)
    job.threads = 2
    let done = Mutex(0)
    #expect(throws: TuningError.self) {
      try TrainingSession(job).run(
        isCancelled: { done.withLock { $0 } >= cut },
        onEvent: { event in
          if case .step(let progress) = event { done.withLock { $0 = progress.step } }
        })
    }
    job.resume = true
    job.threads = 1
    _ = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    #expect(try ClassifierBundle(contentsOf: whole.output).record.trainingOptions == options)
    // It changes what is learnt.
    options.stability = nil
    _ = try TrainingSession(plain.job(options)).run()
    #expect(try plain.weights(plain.output) != whole.weights(whole.output))
  }

  /// The masks of a text's two passes are drawn by their place in the whole batch.
  @Test func partsOfABatchAddUp() throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    var options = Self.options("all")
    options.epochs = 1
    _ = try TrainingSession(whole.job(options)).run()
    let session = try TrainingSession(parts.job(options))
    options.maxMemory = session.plan.expectedBytes - 200_000
    let divided = try TrainingSession(parts.job(options))
    #expect(divided.plan.partsPerBatch > 1)
    _ = try divided.run()
    let a = try Checkpoint(at: whole.output), b = try Checkpoint(at: parts.output)
    for tensor in a.tensors {
      for (x, y) in zip(try a.floats(of: tensor.name), try b.floats(of: tensor.name)) {
        #expect(abs(x - y) < 2e-3, "\(tensor.name)")
      }
    }
  }

  /// With a rate so small that nothing moves, what is left is the head that the probe learnt: it tells the labels, where the
  /// random head of a run without it does not.
  @Test func theHeadIsLearntFirst() throws {
    let tiny = try TinyModel(), plain = try TinyModel()
    defer {
      tiny.remove()
      plain.remove()
    }
    var options = Self.options("linear-probe")
    options.learningRate = 1e-12
    options.epochs = 1
    let outcome = try TrainingSession(tiny.job(options, data: TinyModel.data(240))).run()
    #expect(try #require(outcome.validation?.classification).accuracy > 0.8)
    #expect(try #require(outcome.note).contains("linear probe"))
    options.stability = nil
    let without = try TrainingSession(plain.job(options, data: TinyModel.data(240))).run()
    #expect(try #require(without.validation?.classification).accuracy < 0.7)
  }

  /// The stronger the pull, the nearer to the start, and the more neighbours stay.
  @Test func thePullHolds() throws {
    var distances: [Double] = [], overlaps: [Double] = []
    for pull in [nil, 100.0] {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      let options = Self.options { stability in
        stability.startPull = pull
        stability.reportsDrift = true
      }
      let outcome = try TrainingSession(tiny.job(options)).run()
      let before = try Checkpoint(at: tiny.encoder), after = try Checkpoint(at: tiny.output)
      var squares = 0.0
      for tensor in before.tensors {
        for (x, y) in zip(try before.floats(of: tensor.name), try after.floats(of: "bert." + tensor.name)) {
          squares += Double((x - y) * (x - y))
        }
      }
      distances.append(squares)
      let drift = try #require(outcome.drift)
      #expect(drift.texts == 24 && drift.rows == "validation" && drift.neighbours == 10)
      overlaps.append(drift.overlap)
      let record = try JSONDecoder().decode(
        [String: JSONValue].self, from: Data(contentsOf: tiny.output.appendingPathComponent("bertft.json")))
      #expect(record["drift"]?["overlap"] != nil)
    }
    #expect(distances[1] < distances[0] / 10, "\(distances)")
    #expect(overlaps[0] < 1 && overlaps[1] > overlaps[0], "\(overlaps)")
  }

  /// An encoder that does not move has the same neighbours.
  @Test func whatDoesNotMoveDoesNotDrift() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = Self.options { $0.reportsDrift = true }
    options.freeze = .all
    options.epochs = 1
    let outcome = try TrainingSession(tiny.job(options)).run()
    #expect(try #require(outcome.drift).overlap == 1)
  }

  @Test func memoryHasTheCopies() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func bytes(_ options: TrainingOptions) throws -> Int { try TrainingSession(tiny.job(options)).plan.expectedBytes }
    let plain = try bytes(TinyModel.options()), weights = try TrainingSession(tiny.job()).plan.weights
    #expect(try bytes(Self.options("ema")) == plain + 4 * weights)
    let pulled = try bytes(Self.options("l2-sp")) - plain
    #expect(pulled < 4 * weights && pulled > 3 * weights)
    #expect(try bytes(Self.options("mixout")) > plain)
  }

  @Test func refusesWhatDoesNotGoTogether() throws {
    func expectRefused(
      _ name: String, _ method: TrainingMethod = .finetune, also: (inout TrainingOptions) -> Void = { _ in },
      _ change: (inout StabilityOptions) -> Void
    ) {
      var options = Self.options(change)
      options.method = method
      also(&options)
      #expect("\(name) of \(method)") {
        try options.validate(hasValidation: true)
      } throws: { error in
        guard case .option(let found, _, _)? = error as? TuningError else { return false }
        return found == name
      }
    }
    for method in [TrainingMethod.lora, .bitfit, .features, .setfit, .auto] {
      expectRefused("l2-sp", method) { $0.startPull = 0.1 }
      expectRefused("mixout", method) { $0.mixout = 0.1 }
    }
    for method in [TrainingMethod.features, .setfit, .auto, .tfidf] {
      expectRefused("r-drop", method) { $0.rDrop = 1 }
      expectRefused("ema", method) { $0.averaging = 0.9 }
      expectRefused("linear-probe", method) { $0.linearProbe = true }
    }
    expectRefused("report-drift", .features) { $0.reportsDrift = true }
    for value in [0, -1, .infinity, .nan] {
      expectRefused("l2-sp") { $0.startPull = value }
      expectRefused("r-drop") { $0.rDrop = value }
    }
    for value in [0, 1, .nan] {
      expectRefused("mixout") { $0.mixout = value }
      expectRefused("ema") { $0.averaging = value }
    }
    expectRefused("l2-sp-head") { $0.headPull = 0.1 }
    expectRefused("l2-sp-head") { ($0.startPull, $0.headPull) = (1, -1) }
    expectRefused("r-drop", also: { $0.dropout = 0 }) { $0.rDrop = 1 }
    expectRefused("linear-probe", also: { $0.reinitializeTop = 1 }) { $0.linearProbe = true }
    // What depends on the labels.
    let passes = Self.options("r-drop"), probe = Self.options("linear-probe"),
      drift = Self.options { $0.reportsDrift = true }
    #expect(throws: TuningError.self) { try passes.validate(problem: .multiLabel) }
    for options in [passes, probe, drift] {
      #expect(throws: TuningError.self) { try options.validateForTokens() }
    }
  }

  /// The mean is that of the bundles that are in it, and what was not fine-tuned on these rows is refused.
  @Test func seedsAreAveraged() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let data = try TinyModel.data()
    var options = Self.options("linear-probe")
    options.learningRate = 5e-4
    var bundles: [URL] = []
    for seed in [42, 43, 44] as [UInt64] {
      var job = try tiny.job(options, data: data)
      job.options.seed = seed
      job.output = tiny.root.appendingPathComponent("seed\(seed)")
      _ = try TrainingSession(job).run()
      bundles.append(job.output)
    }
    var job = try tiny.job(options, data: data)
    job.ingredients = bundles
    let outcome = try TrainingSession(job).run()
    let soup = try #require(outcome.soup)
    #expect(soup.ingredients.count == 3 && soup.ingredients[0].isUsed)
    #expect(soup.ingredients.allSatisfy { soup.value >= $0.value })
    #expect(try #require(outcome.validation?.classification).accuracy == soup.value)
    let used = try soup.ingredients.filter(\.isUsed).map { try Checkpoint(at: bundles[Int($0.seed) - 42]) }
    let mean = try Checkpoint(at: tiny.output)
    for tensor in mean.tensors {
      let all = try used.map { try $0.floats(of: tensor.name) }
      for (index, value) in try mean.floats(of: tensor.name).enumerated() {
        let expected = all.reduce(0) { $0 + $1[index] } / Float(all.count)
        #expect(abs(value - expected) < 1e-6, "\(tensor.name)")
      }
    }
    // Others are refused: of other rows, of another method, and one alone.
    func expectRefused(_ data: TrainingData, _ bundles: [URL]) throws {
      var job = try tiny.job(options, data: data)
      job.ingredients = bundles
      #expect {
        _ = try TrainingSession(job).run()
      } throws: { error in
        guard case .option("soup", _, _)? = error as? TuningError else { return false }
        return true
      }
    }
    try expectRefused(try TinyModel.data(93), bundles)
    try expectRefused(data, [bundles[0]])
    try expectRefused(try TinyModel.data(held: 0), bundles)
    options.method = .features
    options.stability = nil
    var frozen = try tiny.job(options, data: data)
    frozen.output = tiny.root.appendingPathComponent("frozen")
    _ = try TrainingSession(frozen).run()
    options.method = .finetune
    try expectRefused(data, [bundles[0], frozen.output])
  }

  /// A run at a rate that destroys the encoder ends with the words for it; a good one does not.
  @Test func aFailedRunIsSaid() throws {
    for rate in [1e-9, 2e-3] {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var options = TinyModel.options()
      options.learningRate = rate
      options.epochs = rate < 1e-6 ? 1 : 6
      var hasFailed = false
      let outcome = try TrainingSession(tiny.job(options, data: TinyModel.data(240))).run(onEvent: { event in
        if case .warning(.failedRun) = event { hasFailed = true }
      })
      let accuracy = try #require(outcome.validation?.classification).accuracy
      let majority = try #require(outcome.majorityValidation?.classification).accuracy
      #expect(hasFailed == (accuracy - majority < 0.05), "\(accuracy) and \(majority)")
      #expect(hasFailed == (rate < 1e-6), "\(accuracy) and \(majority)")
    }
  }
}
