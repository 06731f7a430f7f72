import BertInference
import Testing

/// Gathering, limits, order and cancellation, on a model that shows what it is given.
struct BatchingPredictorTests {
  /// A predictor whose model is busy with the number 1, so that what comes next waits.
  private static func busy(
    _ options: BatchingOptions, refusing refused: Int? = nil
  ) async -> (GatedModel, BatchingPredictor<GatedModel>, Task<Int, any Error>) {
    let model = GatedModel(gated: true, refusing: refused)
    let predictor = BatchingPredictor(model, options: options)
    let first = Task { try await predictor.output(for: 1) }
    #expect(await eventually { model.seen.count == 1 })
    return (model, predictor, first)
  }

  @Test func whatWaitsIsComputedTogetherInTheOrderItCame() async throws {
    let (model, predictor, first) = await Self.busy(BatchingOptions(tokenBudget: 100, gatheringTime: .zero))
    var tasks: [Task<[Int], any Error>] = []
    for (index, inputs) in [[2, 3], [4], [5, 6, 7]].enumerated() {
      tasks.append(Task { try await predictor.outputs(for: inputs) })
      let tokens = [5, 9, 27][index]
      #expect(await eventually { await predictor.waitingTokens == tokens })
    }
    model.open()
    model.open()
    #expect(try await first.value == 1)
    #expect(try await tasks[0].value == [4, 9])
    #expect(try await tasks[1].value == [16])
    #expect(try await tasks[2].value == [25, 36, 49])
    #expect(model.seen == [[1], [2, 3, 4, 5, 6, 7]])
    let counts = await predictor.statistics
    #expect(counts.answered == 4 && counts.batches == 2 && counts.inputs == 7 && counts.tokens == 28)
  }

  @Test func batchesKeepTheBudgetAndSpreadLargeRequests() async throws {
    let (model, predictor, first) = await Self.busy(BatchingOptions(tokenBudget: 10, gatheringTime: .zero))
    let large = Task { try await predictor.outputs(for: [4, 5, 6, 50, 2]) }
    #expect(await eventually { await predictor.waitingTokens == 67 })
    for _ in 0..<5 { model.open() }
    #expect(try await first.value == 1)
    #expect(try await large.value == [16, 25, 36, 2500, 4])
    // 50 exceeds the budget and is a batch by itself.
    #expect(model.seen == [[1], [4, 5], [6], [50], [2]])
  }

  @Test func aFullQueueShedsAndTheRestIsAnswered() async throws {
    let (model, predictor, first) = await Self.busy(BatchingOptions(gatheringTime: .zero, queueLimit: 3))
    let second = Task { try await predictor.outputs(for: [2, 3]) }
    #expect(await eventually { await predictor.statistics.queued == 2 })
    await #expect(throws: BatchingError.overloaded(queued: 2, limit: 3)) {
      try await predictor.outputs(for: [4, 5])
    }
    // One more has room.
    let third = Task { try await predictor.output(for: 6) }
    // Ready, not only let in: otherwise it may miss the second batch, for which the gate opens last.
    #expect(await eventually { await predictor.waitingTokens == 11 })
    #expect(await predictor.statistics.queued == 3)
    model.open()
    model.open()
    #expect(try await [first.value, third.value] == [1, 36])
    #expect(try await second.value == [4, 9])
    #expect(await predictor.statistics.shed == 1)
  }

  @Test func aFullQueueHoldsBackWhereAskedTo() async throws {
    let (model, predictor, first) = await Self.busy(
      BatchingOptions(gatheringTime: .zero, queueLimit: 2, overflow: .wait))
    let second = Task { try await predictor.outputs(for: [2, 3]) }
    #expect(await eventually { await predictor.statistics.queued == 2 })
    let third = Task { try await predictor.outputs(for: [4, 5]) }
    let given = Task { try await predictor.output(for: 6) }
    given.cancel()
    await #expect(throws: CancellationError.self) { try await given.value }
    for _ in 0..<3 { model.open() }
    #expect(try await first.value == 1)
    #expect(try await second.value == [4, 9])
    #expect(try await third.value == [16, 25])
    #expect(!model.seen.joined().contains(6))
  }

  /// A smaller request behind a cancelled one does not wait for the model.
  @Test func cancellationLetsInTheRequestsBehind() async throws {
    let (model, predictor, first) = await Self.busy(
      BatchingOptions(gatheringTime: .zero, queueLimit: 2, overflow: .wait))
    let second = Task { try await predictor.output(for: 2) }
    #expect(await eventually { await predictor.statistics.queued == 1 })
    let large = Task { try await predictor.outputs(for: [3, 4]) }
    // Time for the large request to wait for room, before the small one comes.
    try await Task.sleep(for: .milliseconds(20))
    let small = Task { try await predictor.output(for: 5) }
    try await Task.sleep(for: .milliseconds(20))
    large.cancel()
    await #expect(throws: CancellationError.self) { try await large.value }
    #expect(await eventually { await predictor.statistics.queued == 2 })
    for _ in 0..<3 { model.open() }
    #expect(try await [first.value, second.value, small.value] == [1, 4, 25])
  }

  @Test func cancellationTakesTheRequestAway() async throws {
    let (model, predictor, first) = await Self.busy(BatchingOptions(gatheringTime: .zero))
    let second = Task { try await predictor.outputs(for: [2, 3]) }
    #expect(await eventually { await predictor.statistics.queued == 2 })
    second.cancel()
    // Before the model is free again.
    await #expect(throws: CancellationError.self) { try await second.value }
    #expect(await predictor.statistics.queued == 0)
    let third = Task { try await predictor.output(for: 4) }
    #expect(await eventually { await predictor.statistics.queued == 1 })
    model.open()
    model.open()
    #expect(try await [first.value, third.value] == [1, 16])
    #expect(model.seen == [[1], [4]])
  }

  @Test func anErrorEndsTheRequestsOfItsBatchOnly() async throws {
    let (model, predictor, first) = await Self.busy(BatchingOptions(tokenBudget: 10, gatheringTime: .zero), refusing: 4)
    let second = Task { try await predictor.outputs(for: [4, 5, 6]) }
    #expect(await eventually { await predictor.statistics.queued == 3 })
    let third = Task { try await predictor.output(for: 7) }
    #expect(await eventually { await predictor.statistics.queued == 4 })
    for _ in 0..<3 { model.open() }
    #expect(try await first.value == 1)
    await #expect(throws: GatedModel.Refusal(input: 4)) { try await second.value }
    #expect(try await third.value == 49)
    #expect(await predictor.statistics.failed == 1)
  }

  @Test func manyConcurrentRequestsGetTheirOwnAnswers() async throws {
    let predictor = BatchingPredictor(
      GatedModel(), options: BatchingOptions(tokenBudget: 5000, queueLimit: 50, overflow: .wait))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for base in 0..<400 {
        group.addTask {
          let inputs = Array(base..<base + base % 5 + 1)
          let found = try await predictor.outputs(for: inputs)
          #expect(found == inputs.map { $0 * $0 })
        }
      }
      try await group.waitForAll()
    }
    let counts = await predictor.statistics
    #expect(counts.answered == 400 && counts.queued == 0)
    // It gathered: one batch a request would be 400.
    #expect(counts.batches < 400)
  }
}
