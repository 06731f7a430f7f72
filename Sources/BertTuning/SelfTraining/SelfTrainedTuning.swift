import BertData
import BertEncoder
import BertFeatures
import BertInference
import Foundation

/// The method `finetune` with texts without labels. A classifier learns from the labelled texts alone, another one from
/// those and from the texts that the first is sure of. The validation rows decide which of them becomes the bundle.
struct SelfTrainedTuning: Strategy {
  private let options: TrainingOptions
  private let training: SelfTrainingOptions
  private let tuning: FineTuning

  init(_ options: TrainingOptions, _ training: SelfTrainingOptions, hidden: Int) {
    self.options = options
    self.training = training
    tuning = FineTuning(options, adapter: Layerwise(options), hidden: hidden)
  }

  var isResumable: Bool { true }
  var keepsEncoder: Bool { false }
  var learningRate: Double? { tuning.learningRate }
  var warnings: [TrainingWarning] { tuning.warnings }

  func model(of classifier: SequenceClassifier) -> SequenceClassifier { tuning.model(of: classifier) }

  func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool { tuning.trains(parameter, of: model) }

  func tokenBudget(_ memory: MemoryModel) throws(TuningError) -> Int? { try tuning.tokenBudget(memory) }

  /// An upper bound: all rounds, each with as many texts as it may take.
  func forecast(_ work: Workload, _ cost: CostModel, _ memory: MemoryModel, tokenBudget: Int?) -> Forecast {
    var round = work
    let texts = min(PseudoRows.most * work.sequences, work.targetTexts)
    round.sequences += texts
    round.tokens += texts * work.targetTokens / max(1, work.targetTexts)
    let plain = tuning.forecast(work, cost, memory, tokenBudget: tokenBudget)
    var forecast = tuning.forecast(round, cost, memory, tokenBudget: tokenBudget)
    let rounds = Double(training.rounds)
    forecast.seconds =
      plain.seconds + rounds * forecast.seconds
      + cost.inferenceSeconds(tokens: (training.rounds + 1) * (work.targetTokens + work.validationTokens))
    forecast.steps = plain.steps + training.rounds * forecast.steps
    // The weights of the classifier of the labelled texts and of the best round are kept beside the model that is
    // trained.
    forecast.bytes += 8 * memory.weights
    return forecast
  }

  func learn(
    _ session: TrainingSession, resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    if session.resumed == nil { try session.directory.commit(RunState(identity: session.identity)) }
    let data = session.job.data, unlabelled = data.unlabelled?.texts ?? []
    onEvent(.selfTraining(round: 0, of: training.rounds, texts: 0))
    let plain = try run(session, "labelled-alone", data, nil, isCancelled, onEvent)
    var best: Run?, last: Run?, teacher = plain, rounds: [UnlabelledRecord.Round] = []
    for number in 1...training.rounds {
      let pseudo = PseudoRows(
        probabilities: teacher.probabilities, labelled: data.counts, threshold: training.threshold)
      guard !pseudo.rows.isEmpty else { break }
      onEvent(.selfTraining(round: number, of: training.rounds, texts: pseudo.rows.count))
      let rows = zip(pseudo.rows, pseudo.labels).map { row, label in
        var example = unlabelled[row]
        example.target = .label(label)
        return example
      }
      var joined = try TrainingData(
        labels: data.labels, training: data.training + rows, validation: data.validation)
      joined.anchor = data.anchor
      let weights =
        data.training.map { pseudo.labelledWeights[$0.label ?? 0] } + pseudo.labels.map { pseudo.weights[$0] }
      let student = try run(session, "round-\(number)", joined, weights, isCancelled, onEvent)
      rounds.append(.init(texts: pseudo.rows.count, accuracy: student.accuracy))
      last = student
      guard isBetter(student, than: best ?? plain) else { break }
      (best, teacher) = (student, student)
    }
    let record = UnlabelledRecord(
      plain: plain.isRight, trained: (best ?? last)?.isRight, isBetter: best != nil, rounds: rounds,
      learntFrom: best?.rows ?? 0, texts: unlabelled.count)
    let chosen = record.chosen == .selfTraining ? best ?? plain : plain
    for (parameter, values) in zip(session.model.parameters, chosen.weights) {
      if let values { parameter.copy(from: values) }
    }
    session.model.weightsDidChange()
    var learnt = chosen.learnt
    learnt.note = record.note
    learnt.unlabelled = record
    return learnt
  }

  func lead(encoder: String) -> String { "\(encoder), fine-tuned" }
}

extension SelfTrainedTuning {
  /// The result of one training.
  private struct Run {
    let learnt: Learnt
    /// The values of trained parameters; nil for all others. [parameters]
    let weights: [[Float]?]
    /// Whether each validation row got its label.
    let isRight: [Bool]
    /// The predictions for the texts without labels, `[texts, C]`.
    let probabilities: [Double]
    /// Texts without labels that it learnt from.
    let rows: Int

    var accuracy: Double { Double(isRight.count(where: \.self)) / Double(max(1, isRight.count)) }
  }

  private func isBetter(_ run: Run, than other: Run) -> Bool {
    guard let value = run.learnt.validation?.value(for: options.metric) else { return false }
    guard let before = other.learnt.validation?.value(for: options.metric) else { return true }
    return options.metric.isHigherBetter ? value > before : value < before
  }

  /// Trains on rows by the other options of the run.
  ///
  /// Its own run directory lies in that of the whole run until that is finished, so that an interrupted run can resume
  /// it.
  ///
  /// - Parameter weights: The weight of each row; nil where all count the same.
  /// - Throws: The errors of a run; `interrupted` with the directory of the whole run.
  private func run(
    _ session: TrainingSession, _ name: String, _ data: TrainingData, _ weights: [Double]?, _ isCancelled: () -> Bool,
    _ onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Run {
    var job = session.job
    job.data = data
    job.data.unlabelled = nil
    job.options.selfTraining = nil
    job.rowWeights = weights
    job.output = session.directory.url.appendingPathComponent(name)
    job.resume = session.job.resume && RunDirectory.holdsRun(for: job.output)
    do {
      let own = try TrainingSession(job, withBaseline: false, sharing: session.encoder)
      let learnt = try own.strategy.learn(own, resuming: own.resumed, isCancelled: isCancelled) { event in
        if event.concernsParts { onEvent(event) }
      }
      own.model.prepareForInference(own.compute)
      let classes = own.labels.count
      let logits = try own.logits(own.encodedValidation), others = try own.logits(session.encodedUnlabelled)
      let isRight = data.validation.enumerated().map { place, row in
        let own = logits[place * classes..<(place + 1) * classes]
        return own.firstIndex(of: own.max() ?? 0) == own.startIndex + (row.label ?? 0)
      }
      let probabilities = stride(from: 0, to: others.count, by: classes).flatMap {
        Softmax.probabilities(others[$0..<$0 + classes])
      }
      return Run(
        learnt: learnt,
        weights: own.model.parameters.map { trains($0, of: own.model) ? $0.fileValues : nil }, isRight: isRight,
        probabilities: probabilities, rows: data.training.count - session.job.data.training.count)
    } catch {
      guard case .interrupted = error else { throw error }
      throw .interrupted(checkpoint: session.directory.url.path)
    }
  }
}
