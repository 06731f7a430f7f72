import Dispatch
import Synchronization

/// Runs asynchronous work from the main thread and waits for it.
///
/// The commands compute on the main thread, which is not in the thread pool of Swift's concurrency, so that hours of
/// arithmetic never block a thread of the pool. Only downloads and the HTTP service are asynchronous.
enum Waiting {
  private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }

  /// Starts the work and waits for its value.
  ///
  /// - Throws: What the work throws.
  static func result<Value: Sendable>(of work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome<Value>()
    Task {
      do {
        let value = try await work()
        outcome.result.withLock { $0 = .success(value) }
      } catch {
        outcome.result.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    done.wait()
    guard let result = outcome.result.withLock({ $0 }) else {
      throw CommandFailure(.internalError, "a task ended without a result")
    }
    return try result.get()
  }
}
