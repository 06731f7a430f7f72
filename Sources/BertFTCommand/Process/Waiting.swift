import Dispatch
import Synchronization

/// Runs asynchronous work from the main thread and waits for it.
///
/// The commands compute on the main thread, which belongs to no pool of the concurrency runtime, so that hours of
/// arithmetic never hold one of its threads. Only downloads are asynchronous.
enum Waiting {
  private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }

  /// The value the work ends with.
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
