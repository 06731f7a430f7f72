import Dispatch
import Synchronization

/// A thread of our own for asynchronous callers, which carries out one piece of work after another.
///
/// Arithmetic that takes milliseconds or minutes must not run on the few threads that all tasks of a program share. The
/// queue's thread comes from the system when there is work and goes when there is none.
package final class WorkQueue: Sendable {
  private let queue: DispatchQueue

  /// - Parameter label: How debuggers call it.
  package init(label: String) {
    // A serial queue: the system gives it a thread even where all threads of the shared pool are busy.
    queue = DispatchQueue(label: label, qos: .userInitiated)
  }

  /// Carries out work and waits for it without holding a thread.
  ///
  /// - Parameter work: Is given a question to ask now and then: whether the waiting task was cancelled.
  /// - Throws: What the work throws; `CancellationError` where the task was cancelled, at once while the work has not
  ///   begun, else as soon as the work ends itself.
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

  /// - Returns: Whether the work is to be done; else the task has its answer already.
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
