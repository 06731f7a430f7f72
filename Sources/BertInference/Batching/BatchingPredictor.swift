/// Answers concurrent requests in batches: it gathers the waiting inputs, computes them together and returns to each
/// request its outputs.
///
/// Requests are taken in the order in which they came. A request of many inputs may be spread over several batches, so
/// that none is larger than ``BatchingOptions/tokenBudget``. Each output is the same as if its input were alone. The
/// predictor computes on threads of its own, never on those that tasks share. Cancelling a task cancels its request.
///
/// ```swift
/// import BertFT
///
/// let classifier = try await TextClassifier.load("reviews-bertft")
/// let predictor = BatchingPredictor(classifier)
/// let prediction = try await predictor.output(for: Example(text: "A lovely screen.", line: 1))
/// ```
public actor BatchingPredictor<Model: BatchModel> {
  /// The model that computes the outputs.
  public nonisolated let model: Model
  /// How requests are gathered.
  public nonisolated let options: BatchingOptions

  private nonisolated let preparation = WorkQueue(label: "bertft.prepare")
  private nonisolated let computation = WorkQueue(label: "bertft.predict")
  private var counts = BatchingStatistics()
  private var queue = RequestQueue<Model>()
  private var nextID = 0
  /// Requests that wait for room, in the order in which they came.
  private var held: [(id: Int, inputs: Int, continuation: CheckedContinuation<Void, any Error>)] = []
  private var isRunning = false
  /// Whether the batch before held more than one request.
  private var hadSeveralRequests = false
  /// The wait for more requests; nil while the predictor does not wait.
  private var gathering: Task<Void, Never>?

  /// A predictor with a queue of its own over a model.
  public init(_ model: Model, options: BatchingOptions = BatchingOptions()) {
    self.model = model
    self.options = options
  }

  /// Counts of requests, inputs and batches so far.
  public var statistics: BatchingStatistics { counts }

  /// Tokens that are ready and in no batch yet.
  package var waitingTokens: Int { queue.tokens }

  /// The output for one input.
  ///
  /// - Throws: ``BatchingError``, an error of the model, or `CancellationError`.
  public func output(for input: Model.Input) async throws -> Model.Output {
    try await outputs(for: [input])[0]
  }

  /// The outputs for several inputs, in their order.
  ///
  /// - Throws: ``BatchingError``, an error of the model, or `CancellationError`.
  public func outputs(for inputs: [Model.Input]) async throws -> [Model.Output] {
    guard !inputs.isEmpty else { return [] }
    let id = try await reserve(inputs.count)
    let model = model
    let prepared: [Model.Prepared]
    do {
      prepared = try await preparation.run { isCancelled in
        try inputs.map { input in
          if isCancelled() { throw CancellationError() }
          return try model.prepare(input)
        }
      }
    } catch {
      if error is CancellationError { counts.cancelled += 1 } else { counts.failed += 1 }
      release(inputs.count)
      throw error
    }
    return try checked(await answers(to: prepared, id))
  }

  /// The outputs for inputs that are prepared already, in their order.
  ///
  /// - Throws: ``BatchingError``, an error of the model, or `CancellationError`.
  public func outputs(forPrepared prepared: [Model.Prepared]) async throws -> [Model.Output] {
    guard !prepared.isEmpty else { return [] }
    return try checked(await answers(to: prepared, reserve(prepared.count)))
  }

  /// Prepares inputs on the predictor's thread for that, before they take room in the queue, so that the caller can
  /// check them first.
  ///
  /// - Parameter prepare: Prepares them all.
  /// - Throws: What `prepare` throws, or `CancellationError`.
  package nonisolated func prepared(
    _ prepare: @escaping @Sendable (Model) throws -> [Model.Prepared]
  ) async throws -> [Model.Prepared] {
    let model = model
    return try await preparation.run { _ in try prepare(model) }
  }

  /// The outputs of a request after the model's check of each. The error for one that is not finite names its number,
  /// from 1.
  private func checked(_ outputs: [Model.Output]) throws -> [Model.Output] {
    for (index, output) in outputs.enumerated() {
      do {
        try model.check(output)
      } catch InferenceError.notFinite {
        throw InferenceError.notFinite(line: index + 1)
      }
    }
    return outputs
  }

  /// Reserves room in the queue, or waits for it.
  ///
  /// - Returns: The request's number; earlier requests have lower numbers.
  private func reserve(_ inputs: Int) async throws -> Int {
    nextID += 1
    let id = nextID
    if held.isEmpty, hasRoom(inputs) {
      counts.queued += inputs
      return id
    }
    guard options.overflow == .wait else {
      counts.shed += 1
      throw BatchingError.overloaded(queued: counts.queued, limit: options.queueLimit)
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled {
          continuation.resume(throwing: CancellationError())
        } else {
          held.append((id, inputs, continuation))
        }
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
    return id
  }

  private func hasRoom(_ inputs: Int) -> Bool {
    counts.queued == 0 || counts.queued + inputs <= options.queueLimit
  }

  /// Gives back room, and lets in the requests that wait for it.
  private func release(_ inputs: Int) {
    counts.queued -= inputs
    while let first = held.first, hasRoom(first.inputs) {
      held.removeFirst()
      counts.queued += first.inputs
      first.continuation.resume()
    }
  }

  private func answers(to prepared: [Model.Prepared], _ id: Int) async throws -> [Model.Output] {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        if Task.isCancelled {
          counts.cancelled += 1
          release(prepared.count)
          continuation.resume(throwing: CancellationError())
          return
        }
        queue.append(id, prepared, tokens: prepared.map { model.tokenCount(of: $0) }, continuation)
        if queue.tokens >= options.tokenBudget { gathering?.cancel() }
        if !isRunning {
          isRunning = true
          Task { await run() }
        }
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
  }

  /// Removes a request from the queue, or from those that wait for room; outputs of a batch under way are dropped.
  private func cancel(_ id: Int) {
    if let place = held.firstIndex(where: { $0.id == id }) {
      counts.cancelled += 1
      held.remove(at: place).continuation.resume(throwing: CancellationError())
      // Requests behind it may fit into the queue now.
      release(0)
    } else if let (waiting, continuation) = queue.remove(id) {
      counts.cancelled += 1
      release(waiting)
      continuation.resume(throwing: CancellationError())
    }
  }

  /// Computes batch after batch while there is anything to compute.
  private func run() async {
    while !queue.isEmpty {
      await gather()
      let batch = queue.next(tokenBudget: options.tokenBudget)
      // The waiting requests may have been cancelled meanwhile.
      if batch.prepared.isEmpty { continue }
      release(batch.prepared.count)
      hadSeveralRequests = batch.requests > 1
      counts.batches += 1
      counts.inputs += batch.prepared.count
      counts.tokens += batch.tokens
      let model = model
      do {
        let outputs = try await computation.run { isCancelled in
          try model.outputs(for: batch.prepared, isCancelled: isCancelled)
        }
        counts.answered += queue.deliver(outputs, for: batch)
      } catch {
        let (requests, waiting) = queue.fail(batch, error)
        counts.failed += requests
        release(waiting)
      }
    }
    isRunning = false
  }

  /// Waits for further requests where the batch before held several.
  private func gather() async {
    guard hadSeveralRequests, options.gatheringTime > .zero, queue.tokens < options.tokenBudget,
      let first = queue.oldest
    else { return }
    let deadline = first + options.gatheringTime
    guard deadline > .now else { return }
    let pause = Task { _ = try? await Task.sleep(until: deadline) }
    gathering = pause
    await pause.value
    gathering = nil
  }
}
