import Synchronization

/// Encoders at rest. Each thread takes one for a text and gives it back.
final class WorkerPool: Sendable {
  private let pipeline: Pipeline
  private let resting = Mutex<[Worker]>([])

  /// An encoder in a box that can be handed over. One thread at a time uses it; the pool sees to it.
  private final class Worker: @unchecked Sendable {
    var encoder: PipelineEncoder

    init(_ pipeline: Pipeline) { encoder = PipelineEncoder(pipeline) }
  }

  init(_ pipeline: Pipeline) { self.pipeline = pipeline }

  /// Calls `body` with an encoder that nobody else uses.
  func withEncoder<Result>(_ body: (inout PipelineEncoder) -> Result) -> Result {
    let worker = resting.withLock { $0.popLast() } ?? Worker(pipeline)
    let result = body(&worker.encoder)
    resting.withLock { $0.append(worker) }
    return result
  }
}
