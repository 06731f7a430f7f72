import BertCheckpoint
import BertData
import BertInference
import BertStorage
import BertText
import BertTuning
import Foundation
import Synchronization
import Testing
import _TestSupport

/// Fine-tuning for another domain whose masked tokens are learnt too: what is planned, chosen, written, resumed and refused.
@Suite struct MaskedAdaptationTests {
  /// Texts of a domain whose filler are words that the labelled texts seldom have together.
  private static func target(_ count: Int, seed: UInt64 = 9) -> [Example] {
    var generator = SeededGenerator(seed: seed)
    let filler = ["this", "and", "that", "thing"]
    return (0..<count).map { index in
      let telling = [TinyModel.bad, TinyModel.neutral, TinyModel.good][index % 3]
      var words = (0..<9).map { _ in filler[generator.next(below: filler.count)] }
      words.insert(telling[generator.next(below: telling.count)], at: generator.next(below: 10))
      return Example(text: words.joined(separator: " "), label: nil, line: index + 2)
    }
  }

  /// 48 labelled rows and 16 for validation, 40 texts of the target, 36 of them to learn from.
  private func job(
    _ tiny: TinyModel, _ ways: [DeepAdaptation] = [.mlm], passes: Int? = 1, epochs: Int = 2
  ) throws -> TrainingJob {
    var options = TinyModel.options()
    options.epochs = epochs
    options.deepAdaptations = ways
    options.targetEpochs = passes
    var data = try TinyModel.data(64)
    data.target = try TargetDomain(texts: Self.target(40))
    return try tiny.job(options, data: data)
  }

  /// The tiny encoder with a head for masked tokens, as one pass over the target by `adapt` leaves it.
  private func adapted(_ tiny: TinyModel, forgetting: Bool) throws -> URL {
    var options = TrainingOptions.ofMaskedTokens
    options.epochs = 1
    options.batchSize = 8
    options.maxLength = 32
    var data = try MaskedTrainingData(encoder: tiny.encoder, maxLength: 32, validationShare: 0, seed: 1)
    for row in Self.target(40) { try data.add(row) }
    var job = MaskedTrainingJob(
      encoder: tiny.encoder, encoderName: "tiny", data: data, options: options,
      output: tiny.root.appendingPathComponent("adapted"))
    job.threads = 1
    let encoder = try MaskedTrainingSession(job).run().directory
    if forgetting { try FileManager.default.removeItem(at: encoder.appendingPathComponent("adapt.json")) }
    return encoder
  }

  /// The mixed loss of an epoch on texts that are not learnt from, of the figures that the report has.
  private func mixed(_ report: EpochReport, _ share: Double) throws -> Double {
    let own = try #require(report.validation?.classification?.logLoss), masked = try #require(report.maskedLoss)
    return share * own + (1 - share) * masked
  }

  @Test func mixedLossChoosesTheEpoch() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny, epochs: 5)
    job.encoder = try adapted(tiny, forgetting: true)
    // So fast that later epochs are worse.
    job.options.learningRate = 2e-2
    let session = try TrainingSession(job)
    let masked = try #require(session.plan.masked)
    #expect(masked.passes == 1 && masked.texts == 36 && masked.heldTexts == 4 && !masked.isAdapted)
    #expect(masked.newTensors.isEmpty && masked.headPasses == 0)
    #expect(!session.warnings.contains(.maskedHeadNew))
    #expect(abs(masked.taskShare - 48.0 / (48 + 36)) < 1e-12)
    #expect(session.plan.lines.contains { $0.hasPrefix("masked") && $0.contains("36 texts to learn from, 4 held out") })
    let outcome = try session.run()
    let losses = try outcome.epochs.map { try mixed($0, masked.taskShare) }
    let least = try #require(losses.enumerated().min { $0.element < $1.element })
    #expect(outcome.bestEpoch == least.offset + 1, "\(losses)")
    var best = Double.infinity
    for (report, loss) in zip(outcome.epochs, losses) {
      #expect(report.isBest == (loss < best))
      best = min(best, loss)
    }
    #expect(outcome.transfer?.adaptation == "mlm")
    // An ordinary classifier, without the head for masked tokens.
    let names = try Checkpoint(at: tiny.output).tensors.map(\.name)
    #expect(!names.contains { $0.hasPrefix("cls.") } && names.contains("classifier.weight"))
    #expect(FileManager.default.fileExists(atPath: tiny.output.appendingPathComponent("receipt.json").path))
    #expect(!FileManager.default.fileExists(atPath: tiny.partial.path))
    let note = try #require(outcome.note)
    #expect(note.contains("1 pass over the texts of the other domain by masked tokens alone: perplexity"), "\(note)")
  }

  /// Masked tokens are learnt: the perplexity of texts that were held out falls in the pass before, and again beside the task.
  @Test func targetIsReadBetter() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let perplexities = Mutex<[Double]>([])
    var job = try job(tiny, passes: 3, epochs: 3)
    job.encoder = try adapted(tiny, forgetting: true)
    _ = try TrainingSession(job).run(onEvent: { event in
      if case .epoch(let report) = event, let loss = report.maskedLoss {
        perplexities.withLock { $0.append(MaskedTrainingOutcome.perplexity(loss)) }
      }
    })
    let found = perplexities.withLock { $0 }
    #expect(found.count == 6 && found[2] < found[0] && found[5] < found[2], "\(found)")
  }

  /// A head that begins anew learns alone until it reads held-out texts no better, and it is said before.
  @Test func aNewHeadLearnsAloneFirst() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let session = try TrainingSession(job(tiny, passes: 1, epochs: 1))
    let plan = try #require(session.plan.masked)
    #expect(plan.newTensors.count == 5 && plan.headPasses == 10)
    #expect(session.warnings.contains(.maskedHeadNew))
    #expect(session.plan.lines.contains { $0.hasPrefix("masked") && $0.contains("is trained alone first") })
    let stages = Mutex<[(name: String, losses: [Double])]>([])
    let outcome = try session.run(onEvent: { event in
      stages.withLock { stages in
        switch event {
        case .maskedHead: stages.append(("head", []))
        case .maskedTexts: stages.append(("texts", []))
        case .epoch(let report):
          if let loss = report.maskedLoss, !stages.isEmpty { stages[stages.count - 1].losses.append(loss) }
        default: break
        }
      }
    })
    let found = stages.withLock { $0 }
    try #require(found.map(\.name) == ["head", "texts"])
    let head = found[0].losses
    // The pass of masked tokens alone, and that beside the task.
    #expect(found[1].losses.count == 2 && (2...10).contains(head.count))
    // It ends with the first pass that is not better.
    for (last, next) in zip(head, head.dropFirst().dropLast()) { #expect(next < last, "\(head)") }
    let note = try #require(outcome.note)
    let begin = try #require(
      note.firstMatch(of: /([0-9]+) passes by the new head for masked tokens alone: perplexity ([0-9.]+) to ([0-9.]+);/)
    )
    #expect(Int(begin.output.1) == head.count)
    #expect(try #require(Double(begin.output.3)) < #require(Double(begin.output.2)), "\(note)")
  }

  /// The tensors of the checkpoints that a run leaves in a directory inside its own, stopped after so many steps.
  private func tensors(_ job: TrainingJob, in name: String, of tiny: TinyModel, after steps: Int) throws -> Set<String>
  {
    let done = Mutex(0)
    #expect(throws: TuningError.self) {
      try TrainingSession(job).run(
        isCancelled: { done.withLock { $0 } >= steps },
        onEvent: { if case .step = $0 { done.withLock { $0 += 1 } } })
    }
    let place = tiny.partial.appendingPathComponent(name + ".partial")
    let files = try FileManager.default.contentsOfDirectory(atPath: place.path).filter { $0.hasPrefix("step-") }
    try #require(!files.isEmpty)
    return try files.reduce(into: []) { names, file in
      names.formUnion(try Checkpoint(at: place.appendingPathComponent(file)).tensors.map(\.name))
    }
  }

  /// The encoder does not move while the head learns alone, and all of the head moves then and in the passes behind: twelve steps
  /// of the source alone come before, of an encoder with a head nothing else.
  @Test func whatMovesWhileMaskedTokensAreLearntAlone() throws {
    let tiny = try TinyModel(), other = try TinyModel()
    defer {
      tiny.remove()
      other.remove()
    }
    let moving = Set(
      [
        "bias", "transform.dense.weight", "transform.dense.bias", "transform.LayerNorm.weight",
        "transform.LayerNorm.bias",
      ]
      .map { "optimizer.first.cls.predictions." + $0 })
    let alone = try tensors(job(tiny, passes: 1), in: "masked-head", of: tiny, after: 15)
    #expect(alone.filter { $0.hasPrefix("optimizer.first.") } == moving)
    #expect(alone.allSatisfy { $0.contains("cls.predictions.") }, "\(alone)")
    var job = try job(other, passes: 1)
    job.encoder = try adapted(other, forgetting: true)
    let both = try tensors(job, in: "masked-texts", of: other, after: 15)
    #expect(moving.isSubset(of: both) && both.count > 3 * moving.count + 15)
    #expect(!both.contains { $0.hasPrefix("optimizer.") && ($0.contains("pooler") || $0.contains("classifier")) })
  }

  /// Twelve steps of the source alone, five of a pass of the new head, five in each of two passes of masked tokens, twelve of both
  /// together.
  @Test(arguments: [0.05, 0.15, 0.25, 0.4, 0.6, 0.8, 0.97]) func resumesToTheSameBytes(share: Double) throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    func made(_ tiny: TinyModel) throws -> TrainingJob {
      var job = try self.job(tiny, [.mlm, .dann, .weights], passes: 2)
      job.options.stability = StabilityOptions()
      job.options.stability?.averaging = 0.9
      job.options.stability?.startPull = 0.01
      return job
    }
    let all = Mutex(0)
    let unbroken = try TrainingSession(made(whole)).run(onEvent: { if case .step = $0 { all.withLock { $0 += 1 } } })
    let total = all.withLock { $0 }, cut = Int(share * Double(total))
    #expect((34 + 5...34 + 50).contains(total))
    var job = try made(parts)
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
    #expect(steps.withLock { $0 } == total - cut)
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    #expect(resumed.epochs.map(\.maskedLoss) == unbroken.epochs.map(\.maskedLoss))
    #expect(resumed.transfer == unbroken.transfer && resumed.note == unbroken.note)
  }

  /// The head of an encoder that `adapt` wrote is learnt on, and nothing is read alone unless somebody asks for it.
  @Test func anAdaptedEncoderIsRecognized() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let encoder = try adapted(tiny, forgetting: false)
    var job = try job(tiny, passes: nil)
    let plain = try #require(try TrainingSession(job).plan.masked)
    #expect(plain.passes == TrainingOptions.usualTargetEpochs && !plain.isAdapted)
    job.encoder = encoder
    let known = try #require(try TrainingSession(job).plan.masked)
    #expect(known.passes == 0 && known.isAdapted && known.newTensors.isEmpty)
    job.options.targetEpochs = 2
    #expect(try TrainingSession(job).plan.masked?.passes == 2)
  }

  @Test func equalTextsAreOnOneSide() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny)
    // Three different texts, eight times each.
    job.data.target = try TargetDomain(texts: (0..<24).map { Example(text: Self.target(3)[$0 % 3].text, line: $0) })
    let masked = try #require(try TrainingSession(job).plan.masked)
    #expect(masked.texts == 16 && masked.heldTexts == 8)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func refuse(_ name: String, _ words: String, _ change: (inout TrainingJob) throws -> Void) throws {
      var job = try job(tiny)
      try change(&job)
      #expect("\(name): \(words)") {
        try TrainingSession(job)
      } throws: {
        guard case .option(name, _, let rule)? = $0 as? TuningError else { return false }
        return "\(rule)".contains(words)
      }
    }
    try refuse("target-epochs", "below 0") { $0.options.targetEpochs = -1 }
    try refuse("target-epochs", "adaptation mlm") { $0.options.deepAdaptations = [.dann] }
    try refuse("target-epochs", "adaptation mlm") { $0.options.deepAdaptations = nil }
    try refuse("adaptation-weight", "number of texts") { $0.options.adaptationWeight = 2 }
    try refuse("adaptation", "in parts") { $0.options.maxMemory = 1 << 30 }
    try refuse("adaptation", "frozen") { $0.options.freeze = .all }
    try refuse("metric", "leave it out") { $0.options.metric = .macroF1 }
    try refuse("mask", "below 1") {
      $0.options.masking = MaskingOptions()
      $0.options.masking?.share = 1
    }
    var same = try job(tiny)
    same.data.target = try TargetDomain(texts: (0..<9).map { Example(text: "this thing", line: $0) })
    #expect {
      try TrainingSession(same)
    } throws: {
      guard case .targetUnfit(let reason, _)? = $0 as? TuningError else { return false }
      return reason.contains("all the same")
    }
    let words = tiny.encoder.appendingPathComponent("vocab.txt")
    let text = try String(contentsOf: words, encoding: .utf8).replacingOccurrences(of: "[MASK]", with: "[NONE]")
    try Data(text.utf8).write(to: words)
    let unmasked = try job(tiny)
    #expect {
      try TrainingSession(unmasked)
    } throws: {
      guard case .maskingUnfit(_, let reason)? = $0 as? TuningError else { return false }
      return reason.contains("mask token")
    }
  }
}
