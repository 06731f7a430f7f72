import BertCheckpoint
import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels
import BertText
import BertTuning
import Foundation
import Synchronization
import Testing

/// Fine-tuning for another domain: what is learnt, measured, resumed and refused.
@Suite struct DeepAdaptationTests {
  /// Texts of a domain whose filler are words that the labelled texts have not.
  private static func target(_ count: Int, seed: UInt64 = 9) -> [Example] {
    var generator = SeededGenerator(seed: seed)
    let filler = ["this", "and", "that", "thing"]
    return (0..<count).map { index in
      let telling = [TinyModel.bad, TinyModel.neutral, TinyModel.good][index % 3]
      var words = (0..<9).map { _ in filler[generator.next(below: filler.count)] }
      words.insert(telling[generator.next(below: telling.count)], at: generator.next(below: 10))
      return Example(text: words.joined(separator: " "), label: index % 3, line: index + 2)
    }
  }

  /// 48 labelled rows, 40 texts of the target, and 30 labelled ones for the test.
  private func job(
    _ tiny: TinyModel, _ ways: [DeepAdaptation]?, weight: Double? = nil, isTested: Bool = true
  ) throws -> TrainingJob {
    var options = TinyModel.options()
    options.epochs = 2
    options.deepAdaptations = ways
    options.adaptationWeight = weight
    var data = try TinyModel.data(64, test: isTested ? Self.target(30, seed: 4) : [])
    if ways != nil {
      data.target = try TargetDomain(
        texts: Self.target(40).map { Example(text: $0.text, label: nil, line: $0.line) }, isTested: isTested)
    }
    return try tiny.job(options, data: data)
  }

  private func accuracy(_ outcome: TrainingOutcome) -> Double { outcome.test?.classification?.accuracy ?? -1 }

  /// The source alone is what a run without the adaptation gives, and the bundle is an ordinary classifier.
  @Test(arguments: [[.dann], [.deepCoral], [.mmd], [.weights], DeepAdaptation.allCases])
  func bothAreMeasured(ways: [DeepAdaptation]) throws {
    let plain = try TinyModel(), adapted = try TinyModel()
    defer {
      plain.remove()
      adapted.remove()
    }
    let before = try TrainingSession(job(plain, nil)).run()
    let weight = ways == [.weights] ? nil : 2.0
    let after = try TrainingSession(job(adapted, ways, weight: weight)).run()
    let record = try #require(after.transfer)
    #expect(record.adaptation == ways.map(\.rawValue).joined(separator: ","))
    #expect(record.receipt.evidence == .measured && record.targetRows == 40)
    #expect(abs(record.receipt.source.accuracy - accuracy(before)) < 1e-12)
    #expect(abs(record.receipt.adapted.accuracy - accuracy(after)) < 1e-12)
    #expect(try adapted.weights(adapted.output) != plain.weights(plain.output))
    let names = try Checkpoint(at: adapted.output).tensors.map(\.name)
    #expect(try Set(names) == Set(Checkpoint(at: plain.output).tensors.map(\.name)))
    #expect(FileManager.default.fileExists(atPath: adapted.output.appendingPathComponent("receipt.json").path))
    #expect(!FileManager.default.fileExists(atPath: adapted.partial.path))
  }

  /// Without labels of the target it is estimated from the validation rows.
  @Test func withoutLabelsItIsEstimated() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try TrainingSession(job(tiny, [.mmd], isTested: false)).run()
    let receipt = try #require(outcome.transfer?.receipt)
    #expect(Set(receipt.estimates?.map(\.evidence) ?? []) == [.atc, .doc, .weighted])
  }

  /// The distance that is made small is smaller between the bundle's vectors than without the adaptation. A classifier of the
  /// domain has nothing to confuse in so few steps; that its gradient is reversed, the figures of PyTorch say.
  @Test(arguments: [DeepAdaptation.deepCoral, .mmd]) func domainsComeTogether(way: DeepAdaptation) throws {
    let plain = try TinyModel(), adapted = try TinyModel()
    defer {
      plain.remove()
      adapted.remove()
    }
    func distance(_ tiny: TinyModel, _ ways: [DeepAdaptation]?) throws -> Double {
      var job = try job(tiny, ways, weight: ways == nil ? nil : way == .deepCoral ? 500 : 3)
      job.options.epochs = 4
      let bundle = try TrainingSession(job).run().bundle
      let source = try PretrainedModel(at: bundle), configuration = source.configuration
      let model = try SequenceClassifier(
        checkpoint: source.checkpoint, configuration: configuration, classes: 3, seed: 1)
      let encoder = TextEncoder(source, maxLength: 32, policy: .truncate), compute = Compute(threads: 1)
      func vectors(_ texts: [Example]) throws -> Matrix {
        let windows = try texts.flatMap { try encoder.encode($0).windows }
        let vectors = Matrix(rows: windows.count, columns: configuration.hiddenSize)
        model.pooledFeatures(TokenBatch(windows), into: vectors, compute: compute)
        return vectors
      }
      let first = try vectors(job.data.training), second = try vectors(Self.target(40))
      let loss: any DomainLoss = way == .deepCoral ? CovarianceDistance() : KernelDistance()
      func gradient(_ matrix: Matrix) -> Matrix { Matrix(rows: matrix.rows, columns: matrix.columns) }
      return loss.evaluate(first, second, scale: 1, addingTo: (gradient(first), gradient(second)))
    }
    let before = try distance(plain, nil), after = try distance(adapted, [way])
    #expect(after < before, "\(way): \(before) before, \(after) after")
  }

  /// Six steps an epoch and two epochs, first of the source alone; the cuts lie in it, between both, in the adapted run.
  @Test(arguments: [3, 12, 17, 23]) func resumesToTheSameBytes(cut: Int) throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    let ways: [DeepAdaptation] = [.dann, .mmd, .weights]
    let unbroken = try TrainingSession(job(whole, ways)).run()
    var job = try job(parts, ways)
    let done = Mutex(0)
    #expect {
      try TrainingSession(job).run(
        isCancelled: { done.withLock { $0 } >= cut },
        onEvent: { if case .step = $0 { done.withLock { $0 += 1 } } })
    } throws: {
      guard case .interrupted(let checkpoint?)? = $0 as? TuningError else { return false }
      return checkpoint.hasSuffix("bundle.partial")
    }
    job.resume = true
    job.threads = 2
    let steps = Mutex(0)
    let resumed = try TrainingSession(job).run(onEvent: { if case .step = $0 { steps.withLock { $0 += 1 } } })
    #expect(steps.withLock { $0 } == 24 - cut)
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    #expect(resumed.epochs.map(\.trainingLoss) == unbroken.epochs.map(\.trainingLoss))
    #expect(resumed.transfer == unbroken.transfer)
  }

  @Test func textsOfTheTargetAreReadEquallyOften() {
    for (rows, target) in [(7, 3), (3, 7), (5, 5), (4, 1)] {
      let epochs = (0..<6).map { TargetOrder.places(epoch: $0, seed: 5, rows: rows, target: target) }
      #expect(epochs[3] == TargetOrder.places(epoch: 3, seed: 5, rows: rows, target: target))
      let counts = (0..<target).map { text in epochs.joined().count { $0 == text } }
      #expect(epochs.allSatisfy { $0.count == rows } && (counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
    let first = TargetOrder.places(epoch: 0, seed: 5, rows: 20, target: 20)
    #expect(first != TargetOrder.places(epoch: 1, seed: 5, rows: 20, target: 20))
    #expect(first != TargetOrder.places(epoch: 0, seed: 6, rows: 20, target: 20))
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func refuse(
      _ ways: [DeepAdaptation], name: String = "adaptation", _ words: String,
      _ change: (inout TrainingJob) throws -> Void
    ) throws {
      var job = try job(tiny, ways)
      try change(&job)
      #expect {
        try TrainingSession(job)
      } throws: {
        guard case .option(name, _, let rule)? = $0 as? TuningError else { return false }
        return "\(rule)".contains(words)
      }
    }
    try refuse([.dann], "finetune") { $0.options.method = .lora }
    try refuse([.dann], "frozen") { $0.options.freeze = .all }
    try refuse([.mmd], "two or more") { $0.options.batchSize = 1 }
    try refuse([.deepCoral], "in parts") { $0.options.maxMemory = 1 << 30 }
    try refuse([.dann, .dann], "once") { _ in }
    try refuse([], "once") { _ in }
    try refuse([.dann], "vectors") { $0.options.adaptation = .coral }
    try refuse([.dann], name: "r-drop", "cannot be joined") {
      $0.options.stability = StabilityOptions()
      $0.options.stability?.rDrop = 1
    }
    try refuse([.mmd], name: "linear-probe", "cannot be joined") {
      $0.options.stability = StabilityOptions()
      $0.options.stability?.linearProbe = true
    }
    try refuse([.dann], "needs texts") { $0.data.target = nil }
    try refuse([.dann], name: "adaptation-weight", "above 0") { $0.options.adaptationWeight = 0 }
    try refuse([.weights], name: "adaptation-weight", "no loss of their own") { $0.options.adaptationWeight = 2 }
    try refuse([.dann], "there are neither") {
      $0.data = try TrainingData(labels: TinyModel.labels, training: TinyModel.examples(30), validation: [])
      $0.data.target = try TargetDomain(texts: Self.target(9))
    }
  }
}
