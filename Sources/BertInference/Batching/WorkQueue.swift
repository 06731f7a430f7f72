import Dispatch
import Synchronization

/// Runs one piece of work after another on a thread outside the pool that tasks share, for asynchronous callers.
///
/// Arithmetic that takes milliseconds or minutes must not run on the few threads that all tasks of a program share. The
/// system provides the queue's thread while there is work.
package final class WorkQueue: Sendable {
  private let queue: DispatchQueue

  /// - Parameter label: The queue's name in debuggers.
  package init(label: String) {
    // A serial queue gets a thread from the system even where all threads of the shared pool are busy.
    queue = DispatchQueue(label: label, qos: .userInitiated)
  }

  /// Runs work and waits for it without blocking a thread.
  ///
  /// - Parameter work: Gets a closure to call now and then, which says whether the waiting task was cancelled.
  /// - Throws: What the work throws; `CancellationError` where the task was cancelled: at once if the work has not
  ///   begun, otherwise when the work throws.
  package func run<Value: Sendable>(
    _ work: @escaping @Sendable (_ isCancelled: () -> Bool) throws -> Value
  ) async throws -> Value {
    let job = Job<Value>()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard job.wait(continuation) else { return }
        queue.async { job.run(work) }
      }
    } onCancel: {
      job.cancel()
    }
  }
}

/// One piece of work and the task that waits for it.
private final class Job<Value: Sendable>: Sendable {
  private enum State {
    case new
    case cancelled
    case waiting(CheckedContinuation<Value, any Error>)
    case running
  }

  private let state = Mutex(State.new)
  private let isCancelled = Atomic<Bool>(false)

  /// - Returns: Whether to run the work; if not, the task was cancelled and has been resumed.
  func wait(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
    let isWanted = state.withLock { state in
      guard case .new = state else { return false }
      state = .waiting(continuation)
      return true
    }
    if !isWanted { continuation.resume(throwing: CancellationError()) }
    return isWanted
  }

  func run(_ work: (() -> Bool) throws -> Value) {
    let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
      guard case .waiting(let continuation) = state else { return nil }
      state = .running
      return continuation
    }
    guard let continuation else { return }
    do {
      continuation.resume(returning: try work { isCancelled.load(ordering: .relaxed) })
    } catch {
      continuation.resume(throwing: isCancelled.load(ordering: .relaxed) ? CancellationError() : error)
    }
  }

  func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
      switch state {
      case .new:
        state = .cancelled
        return nil
      case .waiting(let continuation):
        state = .cancelled
        return continuation
      case .cancelled, .running: return nil
      }
    }
    continuation?.resume(throwing: CancellationError())
  }
}
