import Dispatch
import Synchronization

/// Runs tasks on a dispatch queue of their own instead of the shared threads.
final class QueueExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "bertft.tests.real-data")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// The result of a task that a thread waits for.
final class Outcome: Sendable {
  private let failure = Mutex<String?>(nil)
  private let semaphore = DispatchSemaphore(value: 0)

  func finish(_ failure: String?) {
    self.failure.withLock { $0 = failure }
    semaphore.signal()
  }

  /// Blocks until `finish` is called; returns its failure, or nil.
  func wait() -> String? {
    semaphore.wait()
    return failure.withLock { $0 }
  }
}
