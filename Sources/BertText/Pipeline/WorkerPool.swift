import Synchronization

/// A pool of encoders. Each thread takes one for a text and returns it.
final class WorkerPool: Sendable {
  private let pipeline: Pipeline
  private let idle = Mutex<[Worker]>([])

  /// A reference to an encoder. The pool ensures that one thread at a time uses it.
  private final class Worker: @unchecked Sendable {
    var encoder: PipelineEncoder

    init(_ pipeline: Pipeline) { encoder = PipelineEncoder(pipeline) }
  }

  init(_ pipeline: Pipeline) { self.pipeline = pipeline }

  /// Calls `body` with an encoder that no other thread uses.
  func withEncoder<Result>(_ body: (inout PipelineEncoder) -> Result) -> Result {
    let worker = idle.withLock { $0.popLast() } ?? Worker(pipeline)
    let result = body(&worker.encoder)
    idle.withLock { $0.append(worker) }
    return result
  }
}
