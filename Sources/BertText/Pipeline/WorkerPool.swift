import Synchronization

/// Workers at rest. Each thread takes one for a text and gives it back.
final class WorkerPool: Sendable {
  private let pipeline: Pipeline
  private let resting = Mutex<[Resting]>([])

  /// A worker is used by one thread at a time; the pool sees to it.
  private struct Resting: @unchecked Sendable {
    let worker: PipelineWorker
  }

  init(_ pipeline: Pipeline) { self.pipeline = pipeline }

  /// Calls `body` with a worker that nobody else uses.
  func withWorker<Result>(_ body: (PipelineWorker) -> Result) -> Result {
    let worker = resting.withLock { $0.popLast() }?.worker ?? PipelineWorker(pipeline)
    let result = body(worker)
    let rested = Resting(worker: worker)
    resting.withLock { $0.append(rested) }
    return result
  }
}
