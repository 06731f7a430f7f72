import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import BertText
import BertTuning
import Foundation
import Synchronization
import Testing
import _TestSupport

/// Batches in parts that are added up along a tree, by one process or by several ranks.
@Suite struct PartsTests {
  // MARK: The tree

  @Test func eachRankHasTheFewestNodes() {
    let tree = GradientTree(parts: 8)
    func parts(_ node: GradientTree.Node) -> Range<Int> { node.index << node.level..<(node.index + 1) << node.level }
    for ranks in 1...8 {
      let nodes = (0..<ranks).map { tree.nodes(of: $0, of: ranks) }
      #expect(Array(nodes.joined().flatMap(parts)) == Array(0..<8))
      for rank in 0..<ranks {
        #expect(Array(nodes[rank].flatMap(parts)) == Array(tree.owned(by: rank, of: ranks)))
        if 8 % ranks == 0 { #expect(nodes[rank].count == 1) }
      }
    }
    #expect(tree.nodes(of: 0, of: 1) == [tree.root])
    // Parts 0 and 1; 2, 3 and 4; 5, 6 and 7.
    #expect(tree.nodes(of: 1, of: 3).map(parts) == [2..<4, 4..<5])
    #expect(tree.nodes(of: 2, of: 3).map(parts) == [5..<6, 6..<8])
  }

  /// Whole numbers whose sums floats hold exactly.
  @Test(arguments: 1...8) func theTreeAddsUpAllNodes(ranks: Int) throws {
    let tree = GradientTree(parts: 8)
    let results = ThreadRanks.run(ranks) { exchange in
      let sum = TreeSum(tree, exchange)
      let rows = sum.own.map { node in
        let parts = node.index << node.level..<(node.index + 1) << node.level
        return Matrix(
          rows: 1, columns: 37, values: (0..<37).map { column in Float(parts.reduce(0) { $0 + (1 << $1) * column }) })
      }
      sum.sum(rows, Compute(threads: 1))
      return rows[0].toArray()
    }
    for result in results { #expect(try result.get() == (0..<37).map { Float(255 * $0) }) }
  }

  // MARK: Against PyTorch

  private struct Figures: Decodable { let cases: [String: TaskGoldenTests.Case] }

  private static let names = ["bert-multi-label-weighted", "distilbert-number"]
  private static let figures = Result { try Golden.load(Figures.self, "task-steps.json", target: "BertTuningTests") }

  /// Forward, loss and backward over some of the sequences, in as many parts as the sum's tree has.
  private func step(
    _ golden: TaskGoldenTests.Case, _ model: SequenceClassifier, _ indices: [Int], parts: Int, _ sum: GradientSum,
    _ compute: Compute
  ) -> Double {
    let ranges = BatchCut.parts(lengths: indices.map { golden.sequences[$0].ids.count }, count: parts)
    var loss = 0.0
    sum.run(compute) { part in
      let own = indices[ranges[part]].map { $0 }
      guard !own.isEmpty else { return }
      let share = Double(own.count) / Double(indices.count)
      loss += share * golden.step(model, own, scale: Float(share), compute)
    }
    return loss
  }

  /// The gradient of a whole batch is that of its parts, some of which are empty; a second batch finds zeros.
  @Test(arguments: names, [2, 4, 64]) func lossAndGradients(name: String, parts: Int) throws {
    let golden = try #require(try Self.figures.get().cases[name]), compute = Compute(threads: 2)
    let model = try TestModels.small(golden.config, shapes: golden.shapes, classes: golden.outputs)
    model.setTrained { _ in true }
    let sum = GradientSum(of: model, GradientTree(parts: parts), NoExchange())
    for _ in 0..<2 {
      let loss = step(golden, model, Array(golden.sequences.indices), parts: parts, sum, compute)
      #expect(abs(loss - golden.loss) <= 1e-5 * max(1, golden.loss))
      for parameter in model.parameters {
        try #require(golden.gradients[parameter.name]).expectGradient(of: parameter)
      }
      model.zeroGradients(compute: compute)
    }
  }

  @Test(arguments: names) func tenSteps(name: String) throws {
    let golden = try #require(try Self.figures.get().cases[name]), compute = Compute(threads: 1)
    let model = try TestModels.small(golden.config, shapes: golden.shapes, classes: golden.outputs)
    model.setTrained { _ in true }
    let sum = GradientSum(of: model, GradientTree(parts: 4), NoExchange())
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (number, indices) in golden.training.batches.enumerated() {
      let loss = step(golden, model, indices, parts: 4, sum, compute), expected = golden.training.losses[number]
      #expect(abs(loss - expected) <= 1e-5 * max(1, expected), "loss of step \(number)")
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
    }
  }

  // MARK: The same bytes

  /// What a run may be like; each has a last batch that is shorter than the others.
  enum Kind: CaseIterable {
    case plain, weighted, frozen, unfreezing, lora, windows
  }

  private func options(_ kind: Kind) -> TrainingOptions {
    var options = TinyModel.options()
    options.parts = 8
    options.epochs = 2
    switch kind {
    case .plain: break
    case .weighted: options.classWeights = .list([1, 0, 3])
    case .frozen: options.freeze = .layers(1)
    case .unfreezing: options.gradualUnfreeze = true
    case .lora: options.method = .lora
    case .windows: (options.longText, options.maxLength) = (.windows, 6)
    }
    return options
  }

  /// Trains on so many ranks, and gives the weights.
  private func weights(_ kind: Kind, ranks: Int, threads: Int = 1, rows: Int = 77) throws -> Data {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try tiny.job(options(kind), data: TinyModel.data(rows))
    job.threads = threads
    job.writesReport = false
    let results = run(job, ranks: ranks)
    let outcomes = try results.map { try $0.get() }
    for outcome in outcomes {
      #expect(outcome.epochs.map(\.trainingLoss) == outcomes[0].epochs.map(\.trainingLoss))
      #expect(outcome.epochs.map(\.validation) == outcomes[0].epochs.map(\.validation))
    }
    return try tiny.weights(tiny.output)
  }

  private func run(_ job: TrainingJob, ranks: Int) -> [Result<TrainingOutcome, any Error>] {
    ThreadRanks.run(ranks) { exchange in
      var job = job
      job.exchange = exchange
      return try TrainingSession(job, withBaseline: false).run()
    }
  }

  @Test(arguments: Kind.allCases) func anyNumberOfRanksAndThreads(kind: Kind) throws {
    let one = try weights(kind, ranks: 1)
    #expect(try weights(kind, ranks: 1, threads: 2) == one)
    for ranks in kind == .plain ? [2, 3, 4, 8] : [2, 3] {
      #expect(try weights(kind, ranks: ranks) == one, "\(ranks) ranks")
    }
  }

  /// One part is what there was before there were parts; several change the sums by rounding alone.
  @Test func onePartIsTheWholeBatch() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    let whole = try TrainingSession(tiny.job(options)).run(), bytes = try tiny.weights(tiny.output)
    options.parts = 1
    #expect(options == TinyModel.options())
    _ = try TrainingSession(tiny.job(options)).run()
    #expect(try tiny.weights(tiny.output) == bytes)
    options.parts = 4
    let parts = try TrainingSession(tiny.job(options)).run()
    #expect(try tiny.weights(tiny.output) != bytes)
    for (a, b) in zip(whole.epochs, parts.epochs) { #expect(abs(a.trainingLoss - b.trainingLoss) < 1e-3) }
    let record = try ClassifierBundle(contentsOf: tiny.output).record
    #expect("\(record)".contains("parts"))
  }

  /// Parts that are themselves cut, where memory is short, have the same places in the batch.
  @Test func partsWithinALimitOfMemory() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.parts = 2
    let session = try TrainingSession(tiny.job(options)), free = try session.run()
    options.maxMemory = session.plan.expectedBytes
    #expect(try TrainingSession(tiny.job(options)).plan.parts == 2)
    let limited = try TrainingSession(tiny.job(options)).run()
    for (a, b) in zip(free.epochs, limited.epochs) { #expect(abs(a.trainingLoss - b.trainingLoss) < 1e-4) }
    options.maxMemory = nil
    options.parts = 64
    #expect(try TrainingSession(tiny.job(options)).plan.expectedBytes > session.plan.expectedBytes)
  }

  @Test func labelsOfTokens() throws {
    let one = try TinyModel(), two = try TinyModel()
    defer {
      one.remove()
      two.remove()
    }
    var options = TinyModel.tokenOptions()
    options.parts = 4
    options.epochs = 2
    _ = try TokenTrainingSession(one.tokenJob(options)).run()
    let job = try two.tokenJob(options)
    let results = ThreadRanks.run(2) { exchange in
      var job = job
      job.exchange = exchange
      return try TokenTrainingSession(job).run().epochs.map(\.trainingLoss)
    }
    #expect(try results[0].get() == results[1].get())
    #expect(try one.weights(one.output) == two.weights(two.output))
  }

  // MARK: Going on

  /// Stopped on two ranks, of which one is asked to end; gone on with on three, and stopped again; ended by one process.
  @Test func resumesOnAnotherNumberOfRanks() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let unbroken = try weights(.plain, ranks: 1)
    var job = try tiny.job(options(.plain), data: TinyModel.data(77))
    job.writesReport = false
    for (ranks, cut) in [(2, 4), (3, 10)] {
      let started = job
      let results = ThreadRanks.run(ranks) { exchange in
        var job = started
        job.exchange = exchange
        let done = Mutex(0)
        _ = try TrainingSession(job, withBaseline: false).run(
          isCancelled: { exchange.rank == ranks - 1 && done.withLock { $0 } >= cut },
          onEvent: { if case .step(let progress) = $0 { done.withLock { $0 = progress.step } } })
      }
      for result in results {
        #expect {
          try result.get()
        } throws: {
          if case .interrupted? = $0 as? TuningError { true } else { false }
        }
      }
      job.resume = true
    }
    _ = try TrainingSession(job).run()
    #expect(try tiny.weights(tiny.output) == unbroken)
    #expect(!FileManager.default.fileExists(atPath: tiny.partial.path))
  }

  @Test func anotherNumberOfPartsIsAnotherRun() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try tiny.job(options(.plain))
    job.runInterrupted(afterSteps: 3)
    job.resume = true
    job.options.parts = 4
    #expect {
      try TrainingSession(job)
    } throws: {
      guard case .resumeOptionsDiffer(_, let names)? = $0 as? TuningError else { return false }
      return names == ["parts"]
    }
  }

  // MARK: Refusals

  @Test func ranksThatDifferAreRefused() throws {
    let tiny = try TinyModel(), other = try TinyModel()
    defer {
      tiny.remove()
      other.remove()
    }
    let config = other.encoder.appendingPathComponent("model.safetensors")
    var bytes = try Data(contentsOf: config)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: config)
    func difference(_ change: @escaping @Sendable (inout TrainingJob) throws -> Void) throws -> ParallelError? {
      let started = try tiny.job(options(.plain))
      let results = ThreadRanks.run(3) { exchange in
        var job = started
        job.exchange = exchange
        if exchange.rank == 2 { try change(&job) }
        _ = try TrainingSession(job, withBaseline: false).run()
      }
      let errors = results.map { result -> ParallelError? in
        guard case .failure(TuningError.parallel(let error)) = result else { return nil }
        return error
      }
      #expect(errors.allSatisfy { $0 == errors[0] })
      return errors[0]
    }
    #expect(try difference { $0.data = try TinyModel.data(95) } == .ranksDiffer(.data, ranks: [2]))
    #expect(try difference { $0.options.learningRate = 1e-3 } == .ranksDiffer(.options, ranks: [2]))
    #expect(try difference { $0.program = "bertft 0" } == .ranksDiffer(.program, ranks: [2]))
    let encoder = other.encoder
    #expect(try difference { $0.encoder = encoder } == .ranksDiffer(.encoder, ranks: [2]))
    #expect(!FileManager.default.fileExists(atPath: tiny.output.path))
  }

  @Test func moreRanksThanPartsAreRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = options(.plain)
    options.parts = 2
    for result in try run(tiny.job(options), ranks: 3) {
      #expect {
        try result.get()
      } throws: {
        guard case .parallel(.tooFewParts(2, 3))? = $0 as? TuningError else { return false }
        return ($0 as? TuningError)?.code == .usage
      }
    }
  }

  @Test func whatNeedsAWholeBatchIsRefused() throws {
    func refuse(_ name: String, _ words: String, _ change: (inout TrainingOptions) -> Void) {
      var options = TinyModel.options()
      options.parts = 4
      change(&options)
      #expect("\(name): \(words)") {
        try options.validate(hasValidation: true)
      } throws: {
        guard case .option(name, _, let rule)? = $0 as? TuningError else { return false }
        return rule.contains(words)
      }
    }
    for parts in [-1, 0, 3, 6, 128] { refuse("parts", "1, 2, 4, 8, 16, 32 or 64") { $0.parts = parts } }
    for method in [TrainingMethod.auto, .features, .knn, .prototypes] {
      refuse("parts", "finetune, lora and bitfit") { $0.method = method }
    }
    refuse("parts", "finetune, lora and bitfit") {
      $0 = .ofPairs
      $0.parts = 2
    }
    refuse("adaptation", "at once") { $0.deepAdaptations = [.dann] }
    refuse("anchor-weight", "at once") {
      $0.stability = StabilityOptions()
      $0.stability?.anchorWeight = 0.1
    }
    refuse("mixup", "at once") {
      $0.augmentation = AugmentationOptions()
      $0.augmentation?.mixup = 0.1
    }
    for method in [TrainingMethod.finetune, .lora, .bitfit] {
      var options = TinyModel.options()
      (options.parts, options.method) = (64, method)
      #expect(throws: Never.self) { try options.validate(hasValidation: true) }
    }
  }
}
