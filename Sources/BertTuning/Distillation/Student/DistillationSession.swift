import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import BertText
import Foundation

/// Distils a teacher into a smaller model: one with fewer layers, which learns the teacher's outputs and hidden states
/// on texts without labels (Sanh et al., arXiv 1910.01108), one without the tokens that the texts do not use, or both.
///
/// The initializer reads and checks everything and makes the ``plan``; ``run(isCancelled:onEvent:)`` then trains. Not
/// for use by two threads at once.
public final class DistillationSession {
  /// The plan of the run.
  public let plan: DistillationPlan
  /// Warnings to show before the run begins.
  public let warnings: [TrainingWarning]

  private let job: DistillationJob
  private let start: RunStart<FineTuning>
  private let teacher: Teacher
  private let teacherModel: SequenceClassifier
  /// The student; the teacher's own model where nothing is trained.
  private let model: SequenceClassifier
  private let vocabulary: PrunedVocabulary?
  private let distillation: DistillationOptions
  private let compute: Compute
  private let tokenBudget: Int?

  /// Checks the job, initializes the student and makes the plan.
  ///
  /// - Throws: A ``TuningError`` for options that break a rule, an output that is taken, a teacher that cannot be
  ///   distilled, or, with `resume`, a run that was started otherwise.
  public init(_ job: DistillationJob) throws(TuningError) {
    self.job = job
    let options = job.options, data = job.data
    teacher = data.teacher
    let source = teacher.source, configuration = source.configuration
    distillation = options.distillation ?? DistillationOptions()
    try options.validate(hasValidation: data.validationTexts > 0)
    try distillation.validate(teacherLayers: configuration.layerCount)
    guard !data.training.isEmpty else { throw .noRows(part: "training") }
    guard configuration.sharing == nil || distillation.layers == nil else {
      throw .studentUnfit(
        path: job.encoder.path, reason: "its layers share their weights, so that fewer of them would save no bytes")
    }
    compute = try TuningError.translating { () throws(InferenceError) in
      try Compute.ready(threads: job.threads, precision: options.precision)
    }
    vocabulary = distillation.prunesVocabulary ? try Self.pruned(teacher, used: data.usedIDs) : nil
    start = try RunStart(job, method: .finetune) { configuration in
      FineTuning(options, adapter: Layerwise(options), hidden: configuration.hiddenSize)
    }
    teacherModel = try teacher.model()
    var places = Array(0..<configuration.layerCount)
    if let layers = distillation.layers {
      model = try teacher.model(layers: layers)
      places = StudentLayers.places(layers, of: configuration.layerCount)
      model.copyLayers(places, of: teacherModel)
    } else {
      model = teacherModel
    }
    if let dropout = options.dropout { model.dropoutRates = DropoutRates(all: Float(dropout)) }
    model.recomputes = options.recompute
    let learns = distillation.layers != nil
    warnings = start.warnings(
      job, start.strategy, hasValidation: data.validationTexts > 0 || !learns, rows: [])
    func count(_ model: SequenceClassifier) -> Int { model.parameters.reduce(0) { $0 + $1.count } }
    let sequences = data.training.flatMap(\.windows), tokens = sequences.reduce(0) { $0 + $1.ids.count }
    let longest = sequences.reduce(0) { max($0, $1.ids.count) }
    let memory = MemoryModel(
      configuration: model.configuration, weights: count(model), trainedWeights: count(model), touchedRows: nil,
      trainsMatrices: true, adaptedWeights: 0, heldCopies: 2 * count(teacherModel), recomputes: options.recompute,
      moments: options.moments, longest: longest)
    tokenBudget = learns ? try start.strategy.tokenBudget(memory) : nil
    var plan = DistillationPlan(
      teacher: job.encoderName, teacherLayers: configuration.layerCount, layers: places,
      teacherWeights: count(teacherModel), weights: count(model), vocabulary: configuration.vocabularySize,
      keptTokens: vocabulary?.formerIDs.count ?? configuration.vocabularySize, trainingTexts: data.trainingTexts,
      validationTexts: data.validationTexts, sequences: sequences.count, tokensPerEpoch: tokens, epochs: 0, steps: 0,
      expectedSeconds: 0, expectedBytes: 0, partsPerBatch: 1)
    if learns {
      let held = data.held.reduce(0) { $0 + $1.tokenCount }
      let work = Workload(
        sequences: sequences.count, rowsPerLabel: [], tokens: tokens, validationTexts: data.held.count,
        // The held-out texts are judged once more before the first epoch: they count as the test.
        validationTokens: held, testTokens: held,
        batchTokens: min(options.batchSize, sequences.count) * min(longest, 2 * tokens / max(1, sequences.count)),
        trainedLayers: model.configuration.layerCount, trainsMatrices: true)
      let forecast = start.strategy.forecast(
        work, CostModel(model: model, texts: data.training, compute: compute), memory, tokenBudget: tokenBudget)
      let reading = CostModel(model: teacherModel, texts: data.training, compute: compute)
      let passes = 1 + (distillation.hiddenWeight > 0 ? options.epochs : 0)
      (plan.epochs, plan.steps, plan.learningRate) = (forecast.epochs, forecast.steps, start.strategy.learningRate)
      plan.expectedSeconds = forecast.seconds + reading.inferenceSeconds(tokens: passes * tokens + held)
      (plan.expectedBytes, plan.partsPerBatch) = (forecast.bytes, forecast.partsPerBatch)
    }
    plan.precision = options.precision
    self.plan = plan
  }

  /// The vocabulary without the tokens that no text uses.
  private static func pruned(_ teacher: Teacher, used: Set<Int32>) throws(TuningError) -> PrunedVocabulary {
    let source = teacher.source, tokenizer = source.tokenizer.tokenizer, options = EncodingOptions()
    var keeps = used.union(tokenizer.encodeIDs(of: [], options: options).ids)
    keeps.insert(tokenizer.padID)
    keeps.formUnion(source.configuration.padTokenID.map { [Int32($0)] } ?? [])
    if case .vectors = teacher.outputs {
      for prompt in try TuningError.translating({ () throws(InferenceError) in try source.sentencePrompts() }) {
        keeps.formUnion(tokenizer.encodeIDs(prompt, pair: nil, options: options).ids)
      }
    }
    let vocabulary: PrunedVocabulary
    do {
      vocabulary = try PrunedVocabulary(source.folder, keeps: keeps, special: source.tokenizer.specialTokens)
    } catch {
      throw .inference(.tokenizer(path: source.folder.path, error))
    }
    guard vocabulary.formerIDs.allSatisfy({ Int($0) < source.configuration.vocabularySize }) else {
      throw .studentUnfit(
        path: source.url.path, reason: "its tokenizer has tokens that the encoder has no rows for")
    }
    return vocabulary
  }

  /// Trains, evaluates, writes the directory and checks it.
  ///
  /// - Parameters:
  ///   - isCancelled: Asked before each step and each batch. When it returns true, the run is saved and ends with
  ///     ``TuningError/interrupted(checkpoint:)``.
  ///   - onEvent: Receives the events of the run, on the calling thread.
  /// - Throws: A ``TuningError``.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws(TuningError) -> DistillationOutcome {
    let started = ContinuousClock.now
    for warning in warnings { onEvent(.warning(warning)) }
    var before: TeacherFigures?
    var learnt: Learnt?
    if distillation.layers != nil {
      let objective: Distilled
      do {
        objective = try prepared(isCancelled, onEvent)
        before = try objective.judge(compute, isCancelled: isCancelled)?.teacher
      } catch {
        throw .interrupted(checkpoint: job.resume ? start.directory.url.path : nil)
      }
      learnt = try start.strategy.learn(
        objective,
        LearningRun(
          job, identity: start.identity, directory: start.directory, compute: compute, tokenBudget: tokenBudget,
          saved: job.resume ? start.saved : nil),
        isCancelled: isCancelled, onEvent: onEvent)
    }
    let after = learnt.flatMap { learnt in learnt.reports.first { $0.epoch == learnt.bestEpoch }?.teacher }
    let record = record(learnt, before: before, after: after)
    try write(record, learnt)
    start.directory.remove()
    return DistillationOutcome(
      directory: job.output, kind: kindName, epochs: learnt?.reports ?? [], bestEpoch: learnt?.bestEpoch ?? 0,
      before: before, after: after, plan: plan,
      teacherBytes: 4 * plan.teacherWeights,
      bytes: 4 * (plan.weights - (plan.vocabulary - plan.keptTokens) * model.configuration.embeddingSize),
      notes: notes, seconds: started.duration(to: .now).inSeconds)
  }

  private var kindName: String {
    switch teacher.kind {
    case .oneLabel, .severalLabels: "labels"
    case .number: "number"
    case .vector: "vectors"
    }
  }

  /// Notes on what the student takes over from the teacher without fitting it again, and on what it leaves out.
  private var notes: [String] {
    guard let record = teacher.record, distillation.layers != nil else { return [] }
    var notes: [String] = []
    let kept = [
      record.calibration != nil ? "calibration" : nil, record.thresholds != nil ? "thresholds" : nil,
      record.abstainBelow != nil ? "score to abstain below" : nil,
    ].compactMap { $0 }
    if !kept.isEmpty {
      notes.append(
        "the teacher's \(kept.joined(separator: " and ")) taken over, not fitted again: there were no labels")
    }
    if record.novelty != nil { notes.append("the teacher's novelty left out: it was fitted to the teacher's features") }
    return notes
  }

  /// Computes the teacher's outputs for all texts.
  private func prepared(
    _ isCancelled: () -> Bool, _ onEvent: (TrainingEvent) -> Void
  ) throws(PredictionInterrupted) -> Distilled {
    let loss = TeacherLoss(teacher.kind, temperature: distillation.temperature), data = job.data
    let sequences = data.training.flatMap(\.windows), teacherModel = teacherModel
    teacherModel.prepareForInference(compute)
    let outputs = try BatchLanes(compute).rows(
      of: sequences, width: teacherModel.classes, isCancelled: isCancelled,
      progress: { onEvent(.features(done: $0, total: sequences.count)) }
    ) {
      teacherModel.logits($0, into: $1, compute: $2)
    }
    let truth =
      data.held.isEmpty
      ? [] : try Inference(model: teacherModel, compute: compute).logits(data.held, isCancelled: isCancelled)
    return Distilled(
      model: model, teacher: teacherModel, loss: loss, hiddenWeight: distillation.hiddenWeight, sequences: sequences,
      outputs: outputs, validation: HeldTaughtTexts(teacher: teacher, loss: loss, texts: data.held, truth: truth))
  }

  private func record(_ learnt: Learnt?, before: TeacherFigures?, after: TeacherFigures?) -> DistillationRecord {
    let options = job.options
    return DistillationRecord(
      program: job.program, teacher: job.encoderName, teacherSHA256: start.identity.encoder,
      textsSHA256: job.data.digest, trainingTexts: plan.trainingTexts, validationTexts: plan.validationTexts,
      layers: plan.layers,
      learning: learnt.map {
        .init(
          loss: teacher.kind.rawValue, temperature: distillation.temperature, hiddenWeight: distillation.hiddenWeight,
          epochs: options.epochs, batchSize: options.batchSize, learningRate: plan.learningRate ?? 0,
          precision: options.precision,
          maxLength: options.maxLength, seed: options.seed, bestEpoch: $0.bestEpoch, before: before, after: after)
      }, vocabulary: vocabulary.map { .init(before: plan.vocabulary, after: $0.formerIDs.count) })
  }

  private func write(_ record: DistillationRecord, _ learnt: Learnt?) throws(TuningError) {
    let probes = job.data.probes, few = Array(probes.prefix(8))
    model.setTrained { _ in false }
    let expected = try outputs(of: model, few, teacher)
    model.weightsDidChange()
    let log = try learnt.map { (learnt) throws(TuningError) in try RunDirectory.lines(learnt.reports) }
    try BundlePlacement(destination: job.output).install { (aside: URL) throws(TuningError) in
      try StudentWriter(
        teacher: teacher, model: model, vocabulary: vocabulary, hasLearnt: learnt != nil, options: job.options,
        record: record
      ).write(metricsLog: log ?? Data(), into: aside)
    } verify: { (url: URL) throws(TuningError) in
      let written = try Teacher(at: url)
      try requireSameTokens(written, probes)
      let found = try outputs(of: written.model(), few, written)
      let difference = zip(expected, found).map { abs($0 - $1) }.max() ?? .infinity
      guard found.count == expected.count, difference <= 1e-4 else {
        throw .bundleDiffers(path: url.path, difference: difference)
      }
    }
  }

  /// The model's outputs for texts, `[texts, C]`.
  private func outputs(
    of model: SequenceClassifier, _ texts: [Example], _ teacher: Teacher
  ) throws(TuningError) -> [Double] {
    let reader = teacher.reader()
    let encoded = try TuningError.translating { () throws(InferenceError) in
      try texts.map { row throws(InferenceError) in try reader.encode(row) }
    }
    model.prepareForInference(compute)
    do {
      return try Inference(model: model, compute: compute).logits(encoded)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }

  /// Checks that the pruned tokenizer splits texts into the same tokens as the teacher's.
  ///
  /// - Throws: `studentUnfit` for the first text that it splits otherwise.
  private func requireSameTokens(_ written: Teacher, _ texts: [Example]) throws(TuningError) {
    guard let vocabulary else { return }
    let old = teacher.source.tokenizer.tokenizer, new = written.source.tokenizer.tokenizer
    let prompt = teacher.record?.text?.prompt ?? "", options = EncodingOptions()
    for row in texts {
      let found = new.encodeIDs(prompt + row.text, pair: row.pair, options: options).ids
      let expected = old.encodeIDs(prompt + row.text, pair: row.pair, options: options).ids
      guard found.map({ Int($0) < vocabulary.formerIDs.count ? vocabulary.formerIDs[Int($0)] : -1 }) == expected else {
        throw .studentUnfit(
          path: teacher.source.url.path,
          reason:
            "its tokenizer splits the text of line \(row.line) in another way when the tokens that the texts do not "
            + "use are dropped; save the tokenizer again with transformers, so that tokenizer.json alone is right")
      }
    }
  }
}
