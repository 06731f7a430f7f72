import BertInference
import Foundation
import Synchronization
import Testing

/// Work apart from the threads that tasks share.
struct WorkQueueTests {
  @Test func otherTasksRunWhileAllCoresAreBusyWithWork() async throws {
    let gate = DispatchSemaphore(value: 0)
    // More queues than there are threads for tasks, each with work that holds its thread.
    let count = ProcessInfo.processInfo.activeProcessorCount * 2
    let held = (0..<count).map { index in
      Task { try await WorkQueue(label: "test.\(index)").run { _ in gate.wait() } }
    }
    // Tasks go on: with the work on their own threads this would never be reached.
    #expect(await Task { 7 }.value == 7)
    for _ in 0..<count { gate.signal() }
    for task in held { try await task.value }
  }

  @Test func waitingWorkIsCancelledAtOnceAndNotDone() async throws {
    let queue = WorkQueue(label: "test")
    let gate = DispatchSemaphore(value: 0)
    let isDone = Atomic<Bool>(false)
    let first = Task { try await queue.run { _ in gate.wait() } }
    try await Task.sleep(for: .milliseconds(20))
    let second = Task { try await queue.run { _ in isDone.store(true, ordering: .relaxed) } }
    try await Task.sleep(for: .milliseconds(20))
    second.cancel()
    await #expect(throws: CancellationError.self) { try await second.value }
    gate.signal()
    try await first.value
    try await queue.run { _ in }
    let wasDone = isDone.load(ordering: .relaxed)
    #expect(!wasDone)
  }

  @Test func workUnderWayIsToldOfItsCancellation() async throws {
    struct Stopped: Error {}
    let task = Task {
      try await WorkQueue(label: "test").run { isCancelled in
        while !isCancelled() { Thread.sleep(forTimeInterval: 0.001) }
        throw Stopped()
      }
    }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
